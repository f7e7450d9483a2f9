"""What is left of a person who had everything erased."""

from bot.casework.meeting import MeetingState
from bot.casework.queue_view import Asked
from bot.casework.referral import ReferralState
from bot.casework.summary import Review
from tests.integration.persistence.direct import connection
from tests.integration.persistence.lives import live
from tests.integration.persistence.situations import TODAY, after

# Tables where nothing of an erased person stays, and how theirs are found.
EMPTIED = {
    "message": "client_id = 'matti'",
    "intake": "client_id = 'matti'",
    "review": "client_id = 'matti'",
    "consent_log": "client_id = 'matti'",
    "draft": "client_id = 'matti'",
    "help_report": "client_id = 'matti'",
    "support_event": "client_id = 'matti'",
    "outbox": "client_id = 'matti'",
    "access_code": "client_id = 'matti'",
    "sign_in": "client_id = 'matti'",
    "session": "subject = 'matti'",
    "idempotency": "subject LIKE '%matti%'",
    "referral_version": "referral_id = 'r-matti'",
    "referral_event": "referral_id = 'r-matti' AND text IS NOT NULL",
    "meeting": "client_id = 'matti' AND (wish IS NOT NULL OR reason_text IS NOT NULL)",
    "alert": "client_id = 'matti'",
    "client": "id = 'matti' AND (name IS NOT NULL OR number IS NOT NULL OR place IS NOT NULL"
    " OR secret_hash IS NOT NULL OR release_date IS NOT NULL)",
    "referral": "client_id = 'matti' AND (urgent_from IS NOT NULL OR release_date IS NOT NULL)",
}


def rows(settings, of):
    with connection(settings) as opened:
        return {
            table: opened.execute(
                f"SELECT count(*) FROM {table} WHERE {where.replace('matti', of)}"
            ).fetchone()[0]
            for table, where in EMPTIED.items()
        }


def two_lives(uow):
    for client in ("matti", "liisa"):
        live(uow, client)
        prison = uow.clients.get(client).prison
        uow.alerts.acknowledge(f"a-{client}", prison, "g1", after(2))


async def test_no_word_of_the_person_and_nothing_of_the_others_goes(database, settings):
    await database.run(two_lives)
    assert all(rows(settings, "matti").values())
    await database.run(lambda uow: uow.clients.erase("matti", after(5)))
    assert not any(rows(settings, "matti").values())
    assert all(rows(settings, "liisa").values())


async def test_a_shell_stays_and_what_goes_on_is_not_cancelled(database):
    await database.run(two_lives)

    def work(uow):
        uow.clients.erase("matti", after(5))
        referrals = uow.referrals
        return (
            uow.clients.get("matti"),
            referrals.of_client("matti"),
            referrals.version("r-matti", 1),
            [(event.verb, event.text) for event in referrals.events("r-matti")],
            uow.meetings.of_county("k-matti", "kainuu"),
            uow.reviews.get("matti"),
        )

    shell, referral, version, events, meeting, review = await database.run(work)
    assert shell.erased_at == after(5) and shell.name is None and shell.prison == "kylmakoski"
    assert referral.state is ReferralState.NEW and (referral.outlook, referral.areas) == ([], [])
    assert version is None and events == [("note", None)]
    assert meeting.state is MeetingState.REQUESTED and meeting.wish is None
    assert review == Review()


async def test_an_erased_referral_no_longer_counts_as_urgent(database):
    await database.run(two_lives)
    await database.run(lambda uow: uow.clients.erase("matti", after(5)))
    page, _ = await database.read(
        lambda uow: uow.queue.page("kainuu", TODAY, Asked(states=(ReferralState.NEW,)))
    )
    assert [(row.id, row.client_name) for row in page] == [("r-matti", None)]
    assert page[0].urgency_on(TODAY)["urgency"] == "normal"


async def test_who_is_in_danger_can_be_found_until_somebody_has_gone_there(database):
    def erase(uow):
        live(uow)
        uow.clients.erase("matti", after(5))
        return uow.alerts.open_of_prison("kylmakoski")

    (alert,) = await database.run(erase)
    assert (alert.client_name, alert.client_place) == ("Nimi matti", "Osasto 3")

    def answer(uow):
        uow.alerts.acknowledge("a-matti", "kylmakoski", "g1", after(6))
        return uow.clients.get("matti"), uow.clients.get("liisa")

    erased, other = await database.run(answer)
    assert (erased.name, erased.number, erased.place) == (None, None, None)
    assert other.name == "Nimi liisa"
