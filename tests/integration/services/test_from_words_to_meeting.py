"""The whole way on both databases: words, review, referral, meeting, permission, log."""

import asyncio
import datetime as dt

import pytest

from bot.casework.errors import Refused
from bot.casework.people import Client
from bot.casework.services import meeting_day, meetings, permission, referrals, review
from tests.unit.casework.services.desk import COUNTY, HOUSING_WORDS, PRISON
from tests.unit.casework.services.test_meetings import TUESDAY, WISH, slot

LATER = "2026-12-02T08:00:00Z"


async def sent(life):
    house = life.house
    await life.step(house.talk)
    await life.step(lambda: house.tick("housing", "substance_use"))
    return (await life.do(review.send, house.person)).id


async def requested(life, referral, person, start=TUESDAY):
    """A meeting of that person that waits for the prison."""
    house = life.house
    await life.do(referrals.claim, house.worker, referral)
    draft = await life.do(meetings.start_draft, house.worker, referral)
    offer = await life.do(meetings.offer, house.worker, draft["id"], [slot(start)])
    return await life.do(meetings.choose, person, offer["id"], offer["slots"][0]["id"])


async def test_from_the_persons_words_to_a_meeting_that_was_held(life):
    house = life.house
    referral = await sent(life)
    again = await life.do(review.send, house.person)
    assert (again.id, again.content_version, again.is_new) == (referral, 1, False)

    row = (await life.do(referrals.queue, house.worker))["items"][0]
    assert (row["id"], row["client"]["name"], row["urgency"]) == (referral, "Oma Nimi", "soon")
    assert (await life.do(referrals.queue, house.stranger))["items"] == []
    await life.do(referrals.claim, house.worker, referral)
    read = await life.do(referrals.open_referral, house.worker, referral)
    assert HOUSING_WORDS in [s["text"] for need in read["needs"] for s in need["statements"]]
    await life.do(referrals.note, house.worker, referral, "Soita vankilaan.")
    await life.do(referrals.message, house.worker, referral, "Hei, olen Maija.")

    wish = await life.do(meetings.wish, house.person, WISH)
    chosen = await requested(life, referral, house.person)
    assert (chosen["id"], chosen["state"]) == (wish["id"], "requested")
    asked = (await life.do(permission.requests, house.guard, state="requested"))[0]
    assert (asked["client"]["place"], asked["places"][0]["clash"]) == ("A 12", None)
    assert WISH not in str(asked)
    await life.do(permission.approve, house.guard, asked["id"])
    await life.do(meetings.confirm, house.person, asked["id"])

    house.clock.moment = dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)
    mine = (await life.do(meetings.list_for_client, house.person))[0]
    assert mine["join_url"].startswith("https://meet.example/")
    assert mine["wish"] == WISH
    await life.do(meeting_day.start, house.guard, asked["id"])
    held = await life.do(meeting_day.finish, house.guard, asked["id"])
    assert held["state"] == "held"

    await life.do(referrals.close, house.worker, referral, "met")
    log = await life.do(referrals.access_log, house.person)
    assert [(entry["name"], entry["county"]) for entry in log] == [("Maija", COUNTY)]
    events = await life.step(lambda: house.uow.referrals.events(referral))
    assert [event.verb for event in events] == ["send", "claim", "note", "message", "close"]


async def test_a_new_version_holds_the_correction_and_the_old_one_stays_as_it_was(life):
    house = life.house
    referral = await sent(life)
    await life.do(review.change, house.person, {}, {"m3": {"text": "Ei paikkaa."}})
    assert (await life.do(review.send, house.person)).content_version == 2
    old = await life.step(lambda: house.uow.referrals.version(referral, 1))
    assert HOUSING_WORDS in str(old[0].to_json())
    read = await life.do(referrals.open_referral, house.worker, referral)
    assert "Ei paikkaa." in str(read)
    assert HOUSING_WORDS not in str(read)


async def test_of_two_who_claim_at_the_same_moment_one_hears_who_was_first(life):
    house = life.house
    referral = await sent(life)
    answers = await asyncio.gather(
        life.do(referrals.claim, house.worker, referral),
        life.do(referrals.claim, house.colleague, referral),
        return_exceptions=True,
    )
    (winner,) = [a for a in answers if not isinstance(a, Refused)]
    (refusal,) = [a for a in answers if isinstance(a, Refused)]
    assert refusal.key == "claimed_by_other"
    assert refusal.params["name"] == winner["claimed_by"]["name"]


async def test_of_two_sendings_at_the_same_moment_no_second_referral_comes(life):
    house = life.house
    await life.step(house.talk)
    await life.step(lambda: house.tick("housing"))
    answers = await asyncio.gather(
        *(life.do(review.send, house.person) for _ in range(3)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(r, Refused) and r.key == "out_of_date" for r in refused), refused
    assert len((await life.do(referrals.queue, house.worker))["items"]) == 1


async def test_one_place_is_permitted_once_however_many_press_at_the_same_moment(life):
    house = life.house
    first = await requested(life, await sent(life), house.person)
    second = await _another_persons_request(life)
    answers = await asyncio.gather(
        life.do(permission.approve, house.guard, first["id"]),
        life.do(permission.approve, house.guard, second),
        return_exceptions=True,
    )
    assert sorted(a.key if isinstance(a, Refused) else a["state"] for a in answers) == [
        "approved",
        "clash_place",
    ]


async def test_nobody_else_reads_or_acts_on_a_persons_meeting(life):
    house = life.house
    meeting = (await requested(life, await sent(life), house.person))["id"]
    await _another_persons_request(life, LATER)
    for act in (
        life.do(meetings.cancel_by_client, "other", meeting),
        life.do(meetings.cancel_by_worker, house.stranger, meeting),
        life.do(meetings.show_for_county, house.stranger, meeting),
    ):
        with pytest.raises(Refused) as refusal:
            await act
        assert refusal.value.status == 404


async def _another_persons_request(life, start=TUESDAY):
    """A second person, with another worker of the county, asks for the only place."""
    house = life.house
    now = house.clock.now()
    other = Client("other", PRISON, COUNTY, house.release, "fi", now, "Toinen", "99", "B 1")
    await life.step(lambda: house.uow.clients.add(other))
    house.person = "other"
    try:
        referral = await sent_with_other_ids(life)
    finally:
        house.person = "person"
    await life.do(referrals.claim, house.colleague, referral)
    draft = await life.do(meetings.start_draft, house.colleague, referral)
    offer = await life.do(meetings.offer, house.colleague, draft["id"], [slot(start)])
    chosen = await life.do(meetings.choose, "other", offer["id"], offer["slots"][0]["id"])
    return chosen["id"]


async def sent_with_other_ids(life):
    house = life.house
    await life.step(lambda: house.press("o1", "agree"))
    await life.step(lambda: house.write("o2", "Ei ole asuntoa.", areas=("housing",)))
    await life.step(lambda: house.tick("housing"))
    return (await life.do(review.send, "other")).id
