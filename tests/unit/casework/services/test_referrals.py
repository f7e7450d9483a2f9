import dataclasses

import pytest

from bot.casework.errors import BadInput, Forbidden, NotFound, WrongState
from bot.casework.referral import ReasonCode, ReferralState
from bot.casework.services import referrals, review
from bot.casework.services.denied import note_denied
from bot.safety.masks import MASK
from tests.unit.casework.services.desk import COUNTY, HOUSING_WORDS, OTHER_COUNTY

# When and by whom it was taken, as the one who comes second hears it.
SINCE = {"name": "Maija", "day": "24.11.", "time": "12.00"}


@pytest.fixture
def sent(house):
    return house.sent()


@pytest.fixture
def claimed(house, sent):
    house.call(referrals.claim, house.worker, sent)
    return sent


def key_of(refusal):
    return refusal.value.key


# --- opening ---------------------------------------------------------------------


def test_the_worker_reads_what_was_shared_in_the_persons_own_words(house, sent):
    shown = house.call(referrals.open_referral, house.worker, sent)
    statements = [s["text"] for need in shown["needs"] for s in need["statements"]]
    assert HOUSING_WORDS in statements
    assert shown["verbs"] == ["claim", "note", "judge", "assign"]
    assert shown["state"] == "new"


def test_every_opening_leaves_a_row_in_the_trail(house, sent):
    house.call(referrals.open_referral, house.worker, sent)
    house.call(referrals.open_referral, house.worker, sent)
    assert house.audit("referral")[1:] == [("maija", "open")] * 2


def test_a_referral_of_another_county_is_as_if_there_were_none(house, sent):
    with pytest.raises(NotFound):
        house.call(referrals.open_referral, house.stranger, sent)


def test_leaders_and_prison_staff_open_nothing(house, sent, leader):
    for actor in (leader, house.guard):
        with pytest.raises(Forbidden):
            house.call(referrals.open_referral, actor, sent)


def test_what_another_worker_has_claimed_opens_only_with_a_reason(house, claimed):
    with pytest.raises(WrongState) as refusal:
        house.call(referrals.open_referral, house.colleague, claimed)
    assert (key_of(refusal), refusal.value.params) == ("claimed_by_other", SINCE)
    with pytest.raises(BadInput):
        house.call(referrals.open_referral, house.colleague, claimed, "curiosity")
    shown = house.call(referrals.open_referral, house.colleague, claimed, ReasonCode.ABSENCE)
    assert shown["verbs"] == ["assign"]
    assert house.uow.trail.rows[-1].reason == "absence"


def test_the_talk_with_the_assistant_is_not_in_the_referral(house, claimed):
    house.call(referrals.message, house.worker, claimed, "Hei, olen Maija.")
    house.call(referrals.write, house.person, "Kiitos.")
    thread = house.call(referrals.open_referral, house.worker, claimed)["thread"]
    assert [(m["from"], m["text"]) for m in thread] == [
        ("worker", "Hei, olen Maija."),
        ("client", "Kiitos."),
    ]


def test_words_to_the_worker_are_no_part_of_the_summary(house, claimed):
    house.call(referrals.write, house.person, "Terveisiä vain sinulle.")
    assert "Terveisiä" not in str(house.call(review.summary, house.person))


def test_after_erasing_there_is_nothing_to_open(house, sent):
    house.uow.clients.erase(house.person, house.clock.now())
    with pytest.raises(NotFound):
        house.call(referrals.open_referral, house.worker, sent)


def test_the_summary_reads_by_the_release_date_of_today(house, sent):
    client = house.uow.clients.get(house.person)
    client.release_date = house.clock.now().date()
    house.uow.clients.save(client)
    shown = house.call(referrals.open_referral, house.worker, sent)
    assert (shown["release"]["days_left"], shown["urgency"]) == (0, "urgent")


# --- verbs -----------------------------------------------------------------------


def test_the_second_who_claims_hears_who_has_it(house, claimed):
    with pytest.raises(WrongState) as refusal:
        house.call(referrals.claim, house.colleague, claimed)
    assert (key_of(refusal), refusal.value.params) == ("claimed_by_other", SINCE)


def test_claiming_twice_is_harmless(house, claimed):
    before = len(house.uow.trail.rows)
    answer = house.call(referrals.claim, house.worker, claimed)
    assert answer["claimed_by"] == {"id": "maija", "name": "Maija"}
    assert len(house.uow.trail.rows) == before


def test_the_one_who_is_late_by_a_moment_hears_who_was_first(house, sent):
    late = dataclasses.replace(house.uow.referrals.rows[sent])
    house.call(referrals.claim, house.worker, sent)
    answers = [late, house.uow.referrals.rows[sent]]
    house.uow.referrals.of_county = lambda *_: answers.pop(0)
    with pytest.raises(WrongState) as refusal:
        house.call(referrals.claim, house.colleague, sent)
    assert key_of(refusal) == "claimed_by_other"


def test_a_released_referral_is_new_again_and_releasing_twice_is_harmless(house, claimed):
    for _ in range(2):
        answer = house.call(referrals.release, house.worker, claimed)
    assert (answer["state"], answer["claimed_by"]) == ("new", None)
    assert house.audit("referral").count(("maija", "release")) == 1


def test_nobody_acts_on_what_another_has_claimed(house, claimed):
    acts = [
        (referrals.release, ()),
        (referrals.note, ("Soitto.",)),
        (referrals.message, ("Hei.",)),
        (referrals.close, ("met",)),
        (referrals.forward, (OTHER_COUNTY,)),
        (referrals.assign, ("pekka",)),
    ]
    for act, more in acts:
        with pytest.raises(WrongState) as refusal:
            house.call(act, house.colleague, claimed, *more)
        assert key_of(refusal) == "claimed_by_other"


def test_a_referral_is_assigned_within_the_county_only(house, claimed):
    with pytest.raises(BadInput):
        house.call(referrals.assign, house.worker, claimed, "kaisa")
    answer = house.call(referrals.assign, house.worker, claimed, "pekka")
    assert answer["claimed_by"]["id"] == "pekka"


def test_a_colleague_takes_over_with_a_reason_that_is_logged(house, claimed):
    house.call(referrals.assign, house.colleague, claimed, "pekka", reason="absence")
    assert house.uow.referrals.rows[claimed].claimed_by == "pekka"
    assert house.uow.trail.rows[-1].reason == "absence"


def test_a_note_is_for_the_county_and_masked(house, claimed):
    house.call(referrals.note, house.worker, claimed, "Hetu 131052-308T.")
    events = house.call(referrals.open_referral, house.worker, claimed)["events"]
    assert (events[-1]["verb"], events[-1]["text"]) == ("note", f"Hetu {MASK}.")
    assert not any("Hetu" in str(m.body) for m in house.uow.threads.everything(house.person))


def test_a_message_stands_in_the_persons_thread_with_the_workers_name(house, claimed):
    house.call(referrals.message, house.worker, claimed, "Soitan huomenna.")
    last = house.uow.threads.everything(house.person)[-1]
    assert (last.sender, last.body["text"], last.body["name"]) == (
        "worker",
        "Soitan huomenna.",
        "Maija",
    )


def test_a_message_needs_a_claim_first(house, sent):
    with pytest.raises(WrongState):
        house.call(referrals.message, house.worker, sent, "Hei.")


def test_closing_needs_a_known_outcome_and_twice_is_harmless(house, claimed):
    with pytest.raises(BadInput):
        house.call(referrals.close, house.worker, claimed, "gone")
    for _ in range(2):
        answer = house.call(referrals.close, house.worker, claimed, "partly")
    assert (answer["state"], answer["outcome"], answer["verbs"]) == (
        "closed",
        "partly",
        ["reopen"],
    )
    assert house.audit("referral").count(("maija", "close")) == 1


def test_the_one_who_reopens_has_it(house, claimed):
    house.call(referrals.close, house.worker, claimed, "met")
    for _ in range(2):
        answer = house.call(referrals.reopen, house.colleague, claimed)
    assert (answer["state"], answer["claimed_by"]["id"]) == ("claimed", "pekka")
    assert answer["outcome"] is None


def test_the_person_who_writes_brings_a_closed_referral_back(house, claimed):
    house.call(referrals.close, house.worker, claimed, "met")
    house.call(referrals.write, house.person, "Tarvitsen vielä apua.")
    assert house.uow.referrals.rows[claimed].state is ReferralState.NEW


# --- another county --------------------------------------------------------------


def test_another_county_gets_nothing_before_the_person_says_yes(house, claimed):
    house.call(referrals.forward, house.worker, claimed, OTHER_COUNTY)
    assert house.call(referrals.queue, house.stranger)["items"] == []
    assert house.uow.referrals.rows[claimed].state is ReferralState.CLAIMED
    assert house.call(review.summary, house.person)["forward_to"] == OTHER_COUNTY
    says = house.uow.threads.everything(house.person)[-1].body["says"]
    assert says[0] == {"say": "say.forward_proposed", "params": {"county": OTHER_COUNTY}}


def test_after_yes_the_new_county_has_it_as_new_and_the_old_one_no_later_version(house, claimed):
    house.call(referrals.forward, house.worker, claimed, OTHER_COUNTY)
    assert house.call(referrals.answer_forward, house.person, True)["county"] == OTHER_COUNTY
    row = house.call(referrals.queue, house.stranger)["items"][0]
    assert row["state"] == "new"
    assert HOUSING_WORDS in str(house.call(referrals.open_referral, house.stranger, row["id"]))
    assert house.uow.referrals.rows[claimed].state is ReferralState.FORWARDED
    house.tick("strengths")
    house.call(review.change, house.person, {}, {"m3": {"text": "Uudet sanat."}})
    sent = house.call(review.send, house.person)
    assert (sent.id, sent.content_version) == (row["id"], 2)
    for use_case in (referrals.open_referral, referrals.claim, referrals.reopen):
        with pytest.raises(NotFound, match="forwarded_away"):
            house.call(use_case, house.worker, claimed)
    assert house.call(referrals.queue, house.worker, state="all")["items"] == []


def test_after_no_everything_stays(house, claimed):
    house.call(referrals.forward, house.worker, claimed, OTHER_COUNTY)
    assert house.call(referrals.answer_forward, house.person, False) == {
        "county": COUNTY,
        "moved": False,
    }
    with pytest.raises(WrongState):
        house.call(referrals.answer_forward, house.person, True)


def test_a_county_that_does_not_exist_is_refused(house, claimed):
    for to in ("atlantis", COUNTY):
        with pytest.raises(BadInput):
            house.call(referrals.forward, house.worker, claimed, to)


# --- who has read ----------------------------------------------------------------


def test_the_person_sees_who_opened_when_in_which_role_from_where(house, sent):
    house.call(referrals.open_referral, house.worker, sent)
    house.clock.move_on(hours=1)
    house.call(referrals.export, house.colleague, sent)
    log = house.call(referrals.access_log, house.person)
    assert [(row["name"], row["verb"], row["role"], row["county"]) for row in log] == [
        ("Pekka", "export", "social_worker", COUNTY),
        ("Maija", "open", "social_worker", COUNTY),
    ]
    assert log[0]["at"] == "2026-11-24T11:00:00Z"


def test_nobody_sees_who_read_anothers_summary(house, sent, other_person):
    house.call(referrals.open_referral, house.worker, sent)
    assert house.call(referrals.access_log, other_person) == []


def test_an_export_holds_the_referral_and_nothing_of_the_desk(house, claimed):
    house.call(referrals.note, house.worker, claimed, "Muistiinpano.")
    exported = house.call(referrals.export, house.worker, claimed)
    assert "Muistiinpano." not in str(exported)
    assert exported["id"] == claimed


def test_a_try_that_was_turned_away_is_written_down_without_what_was_typed(house, sent):
    house.call(note_denied, house.stranger, "referral", sent, "not_found")
    house.call(note_denied, house.stranger, "referral", "Oma Nimi!", "not_found")
    last = house.uow.trail.rows[-2:]
    assert [(e.actor, e.verb, e.thing_id, e.reason) for e in last] == [
        ("kaisa", "denied", sent, "not_found"),
        ("kaisa", "denied", "unknown", "not_found"),
    ]
