import datetime as dt

import pytest

from bot.casework.errors import BadInput, NotFound, WrongState
from bot.casework.referral import ReferralState
from bot.casework.services import review
from bot.casework.summary import EXTRA_PARTS, RECEIVER
from bot.safety.masks import MASK
from tests.unit.casework.services.desk import (
    BOTH_WORDS,
    COUNTY,
    HOUSING_WORDS,
    OTHER_COUNTY,
)


def texts(summary):
    return [s["text"] for need in summary["needs"] for s in need["statements"]]


def areas(summary):
    return {need["area"] for need in summary["needs"]}


@pytest.fixture
def told(house):
    house.talk()
    return house


def test_the_person_sees_everything_collected_and_nothing_is_ticked(told):
    shown = told.call(review.summary, told.person)
    assert areas(shown) == {"housing", "substance_use"}
    assert {BOTH_WORDS, HOUSING_WORDS} <= set(texts(shown))
    assert {"housing", "substance_use", *EXTRA_PARTS} <= set(shown["consent"])
    assert not any(v for ticks in shown["consent"].values() for v in ticks.values())
    assert [r["id"] for r in shown["receivers"]] == ["social_worker"]


def test_every_statement_and_answer_has_an_id(told):
    shown = told.call(review.summary, told.person)
    items = [i for need in shown["needs"] for i in need["statements"] + need["answers"]]
    assert items and all(item["id"] for item in items)


def test_looking_at_the_summary_before_a_word_is_said_shows_an_empty_one(house):
    shown = house.call(review.summary, house.person)
    assert (shown["needs"], shown["id"], shown["content_version"]) == ([], None, 0)


def test_a_tick_is_kept_and_logged_once(told):
    told.tick("housing")
    told.tick("housing")
    assert told.call(review.summary, told.person)["consent"]["housing"] == {"social_worker": True}
    assert [row[1:4] for row in told.uow.reviews.log] == [("housing", "social_worker", True)]


def test_a_tick_can_be_taken_back_and_that_is_logged(told):
    told.tick("housing")
    told.call(review.change, told.person, {"housing": {"social_worker": False}}, {})
    assert [row[3] for row in told.uow.reviews.log] == [True, False]
    assert told.call(review.what_leaves, told.person)["needs"] == []


@pytest.mark.parametrize(
    ("consent", "items", "key"),
    [
        ({"houses": {"social_worker": True}}, {}, "part_unknown"),
        ({"housing": {"guard": True}}, {}, "receiver_unknown"),
        ({"housing": {"social_worker": "yes"}}, {}, "tick_unclear"),
        ({}, {"m99": {"included": False}}, "item_unknown"),
        ({}, {"m3": {"text": "  "}}, "text_empty"),
        ({}, {"m3": {"text": "a" * 4001}}, "text_too_long"),
        ({}, {"m3": {"colour": "red"}}, "change_unknown"),
        ({}, {"m3": {"included": 0}}, "tick_unclear"),
    ],
)
def test_what_is_unknown_is_refused(told, consent, items, key):
    with pytest.raises(BadInput) as refusal:
        told.call(review.change, told.person, consent, items)
    assert refusal.value.key == key


def test_what_is_left_out_can_be_seen_and_taken_back(told):
    shown = told.call(review.change, told.person, {}, {"m2": {"included": False}})
    assert BOTH_WORDS not in texts(shown)
    assert [(item["id"], item["text"]) for item in shown["left_out"]] == [("m2", BOTH_WORDS)]
    shown = told.call(review.change, told.person, {}, {"m2": {"included": True}})
    assert BOTH_WORDS in texts(shown)
    assert shown["left_out"] == []


def test_an_answer_can_be_left_out_by_the_id_of_its_question(told):
    shown = told.call(review.change, told.person, {}, {"housing.first_night": {"included": False}})
    answers = [a["id"] for need in shown["needs"] for a in need["answers"]]
    assert "housing.first_night" not in answers
    assert shown["left_out"][0]["choice"] == "nowhere"


def test_corrected_words_are_masked_like_typed_ones(told):
    change = {"m3": {"text": "Hetuni on 131052-308T."}}
    shown = told.call(review.change, told.person, {}, change)
    assert f"Hetuni on {MASK}." in texts(shown)


def test_the_first_words_typed_again_are_no_correction(told):
    told.call(review.change, told.person, {}, {"m3": {"text": "Muu."}})
    shown = told.call(review.change, told.person, {}, {"m3": {"text": HOUSING_WORDS}})
    statement = next(s for n in shown["needs"] for s in n["statements"] if s["id"] == "m3")
    assert (statement["text"], "edited" in statement) == (HOUSING_WORDS, False)


def test_what_leaves_holds_only_what_is_ticked(told):
    told.tick("housing")
    leaving = told.call(review.what_leaves, told.person)
    assert areas(leaving) == {"housing"}
    assert BOTH_WORDS not in texts(leaving)
    assert "substance_use" in leaving["declined"]


def test_the_urgency_shown_is_that_of_what_is_ticked(told):
    told.clock.move_on(days=12)
    assert told.call(review.summary, told.person)["urgency"] == "urgent"
    told.tick("substance_use")
    assert told.call(review.summary, told.person)["urgency"] == "soon"


def test_nothing_is_sent_without_a_tick(told):
    with pytest.raises(WrongState) as refusal:
        told.call(review.send, told.person)
    assert refusal.value.key == "nothing_ticked"
    assert told.uow.referrals.rows == {}


def test_sending_makes_a_new_referral_for_the_persons_county(told):
    told.tick("housing")
    sent = told.call(review.send, told.person)
    referral = told.uow.referrals.of_county(sent.id, COUNTY)
    assert (referral.state, referral.content_version) == (ReferralState.NEW, 1)
    assert referral.areas == ["housing"]
    content, _ = told.uow.referrals.version(sent.id, 1)
    assert [need["area"] for need in content.needs] == ["housing"]
    assert told.audit("referral") == [(told.person, "send")]


def test_the_queue_knows_from_which_day_it_is_urgent(told):
    told.tick("housing")
    referral = told.uow.referrals.rows[told.call(review.send, told.person).id]
    assert referral.urgency_on(dt.date(2026, 12, 3))["urgency"] == "soon"
    assert referral.urgency_on(dt.date(2026, 12, 4)) == {
        "from": "2026-12-04",
        "urgency": "urgent",
        "reasons": ["no_first_night"],
    }


def test_after_sending_the_thread_says_so_with_the_date(told):
    told.tick("housing")
    told.call(review.send, told.person)
    body = told.uow.threads.everything(told.person)[-1].body
    assert [say["say"] for say in body["says"]] == ["say.sent", "say.after_sent"]
    assert body["says"][0]["params"] == {"date": "2026-11-24"}
    assert body["stage"] == "sent"
    assert told.uow.intakes.get(told.person)[0].asked == "sent"


def test_sending_twice_with_no_change_gives_the_same_version(told):
    told.tick("housing")
    first = told.call(review.send, told.person)
    before = len(told.uow.threads.everything(told.person))
    second = told.call(review.send, told.person)
    assert (second.id, second.content_version, second.is_new) == (first.id, 1, False)
    assert len(told.uow.threads.everything(told.person)) == before


def test_a_change_makes_a_new_version_of_the_same_referral(told):
    told.tick("housing")
    first = told.call(review.send, told.person)
    told.tick("substance_use")
    second = told.call(review.send, told.person)
    assert (second.id, second.content_version) == (first.id, 2)
    old, _ = told.uow.referrals.version(first.id, 1)
    assert [need["area"] for need in old.needs] == ["housing"]


def test_sending_again_leaves_a_claimed_referral_with_its_worker(told):
    told.tick("housing")
    referral = told.uow.referrals.rows[told.call(review.send, told.person).id]
    referral.state, referral.claimed_by = ReferralState.CLAIMED, told.worker.id
    told.tick("substance_use")
    told.call(review.send, told.person)
    after = told.uow.referrals.rows[referral.id]
    assert (after.state, after.claimed_by) == (ReferralState.CLAIMED, told.worker.id)


def test_sending_to_a_closed_referral_puts_it_back_in_the_queue(told):
    told.tick("housing")
    referral = told.uow.referrals.rows[told.call(review.send, told.person).id]
    referral.state, referral.claimed_by = ReferralState.CLOSED, told.worker.id
    referral.outcome, referral.closed_at = "met", told.clock.now()
    sent = told.call(review.send, told.person)
    after = told.uow.referrals.rows[referral.id]
    assert (after.state, after.claimed_by, after.outcome) == (ReferralState.NEW, None, None)
    assert (sent.content_version, sent.is_new) == (1, True)


def test_another_county_gets_its_own_referral_and_the_old_one_no_later_version(told):
    told.tick("housing")
    first = told.call(review.send, told.person)
    client = told.uow.clients.get(told.person)
    client.county = OTHER_COUNTY
    told.uow.clients.save(client)
    told.tick("housing")
    second = told.call(review.send, told.person)
    assert second.id != first.id
    assert told.uow.referrals.of_county(first.id, COUNTY).state is ReferralState.FORWARDED
    assert told.uow.referrals.of_county(second.id, OTHER_COUNTY).state is ReferralState.NEW


def test_another_county_asks_anew_and_until_then_gets_nothing(told):
    told.tick("housing")
    first = told.call(review.send, told.person)
    client = told.uow.clients.get(told.person)
    client.county = OTHER_COUNTY
    told.uow.clients.save(client)
    shown = told.call(review.summary, told.person)
    assert not any(ticks[RECEIVER] for ticks in shown["consent"].values())
    assert shown["asked_anew"] == COUNTY
    with pytest.raises(WrongState, match="nothing_ticked"):
        told.call(review.send, told.person)
    told.tick("housing")
    told.call(review.change, told.person, {"housing": {RECEIVER: False}})
    # The first county keeps what it was given until something goes to the other one.
    assert told.uow.referrals.rows[first.id].content_version == 1


def test_ticks_older_than_their_county_are_for_the_county_that_got_them(told):
    told.tick("housing")
    told.call(review.send, told.person)
    told.uow.reviews.rows[told.person].pop("county")
    assert told.call(review.summary, told.person)["consent"]["housing"] == {RECEIVER: True}
    client = told.uow.clients.get(told.person)
    client.county = OTHER_COUNTY
    told.uow.clients.save(client)
    assert told.call(review.summary, told.person)["consent"]["housing"] == {RECEIVER: False}


def test_after_a_yes_to_another_county_the_preview_is_that_of_a_first_sending(told):
    told.tick("housing")
    told.call(review.send, told.person)
    client = told.uow.clients.get(told.person)
    client.county = OTHER_COUNTY
    told.uow.clients.save(client)
    leaving = told.call(review.what_leaves, told.person)
    assert (leaving["id"], leaving["county"]) == (None, OTHER_COUNTY)


def test_nobody_has_a_summary_who_is_not_known(house):
    with pytest.raises(NotFound):
        house.call(review.summary, "nobody")


def test_danger_in_corrected_words_tells_staff_once(told):
    words = {"m3": {"text": "Haluan kuolla."}}
    told.call(review.change, told.person, {}, words)
    told.call(review.change, told.person, {}, words)
    assert [alert.kind for alert in told.uow.alerts.rows.values()] == ["suicide"]
    assert told.uow.intakes.get(told.person)[0].in_crisis
