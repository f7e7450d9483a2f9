"""Waiting, contact, judging, stand-ins, the human stretch; and who comes second."""

import datetime as dt

import pytest

from bot.casework.errors import BadInput, Forbidden, NotFound, WrongState
from bot.casework.meeting import Meeting, MeetingState
from bot.casework.queue_view import View
from bot.casework.referral import ReferralState
from bot.casework.services import care, forwarding, meetings, referrals, review, talking
from bot.casework.services.conversation import Incoming, receive
from tests.unit.casework.services.desk import COUNTY, OTHER_COUNTY, PRISON


@pytest.fixture
def sent(house):
    return house.sent()


@pytest.fixture
def claimed(house, sent):
    house.call(referrals.claim, house.worker, sent)
    return sent


def stored(house, referral_id):
    return house.uow.referrals.rows[referral_id]


def told(house):
    """What the assistant has said, newest last."""
    thread = house.uow.threads.everything(house.person)
    return [say["say"] for m in thread if m.sender == "assistant" for say in m.body["says"]]


def clock(house, referral_id, name):
    shown = house.call(referrals.open_referral, house.worker, referral_id)
    return next(goal["state"] for goal in shown["clocks"] if goal["name"] == name)


ACTS = {
    "wait": lambda h, actor, r: h.call(care.wait, actor, r),
    "judge": lambda h, actor, r: h.call(care.judge_urgency, actor, r, "at_once"),
    "contact": lambda h, actor, r: h.call(care.record_contact, actor, r, "call"),
    "assess": lambda h, actor, r: h.call(care.assess, actor, r),
    "stand-in": lambda h, actor, r: h.call(care.name_stand_in, actor, r, "kaisa2"),
    "join": lambda h, actor, r: h.call(talking.join, actor, r),
    "leave": lambda h, actor, r: h.call(talking.leave, actor, r),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_only_workers_of_the_county_who_have_it_act(house, claimed, act, leader):
    with pytest.raises(WrongState, match="claimed_by_other"):
        act(house, house.colleague, claimed)
    with pytest.raises(NotFound):
        act(house, house.stranger, claimed)
    for actor in (house.guard, leader):
        with pytest.raises(Forbidden):
            act(house, actor, claimed)


@pytest.mark.parametrize("act", [ACTS[name] for name in ("wait", "contact", "assess", "join")])
def test_what_is_closed_can_not_be_changed(house, claimed, act):
    house.call(referrals.close, house.worker, claimed, "met")
    with pytest.raises(WrongState):
        act(house, house.worker, claimed)


def test_waiting_ends_when_the_person_writes(house, claimed):
    house.call(care.wait, house.worker, claimed)
    house.call(care.wait, house.worker, claimed)
    assert stored(house, claimed).state is ReferralState.WAITING
    assert clock(house, claimed, "contact") == "paused"
    assert [r["id"] for r in house.call(referrals.queue, house.worker, view=View.WAITING)["items"]]
    house.clock.move_on(days=7)
    house.call(talking.write, house.person, "Tässä vastaus.")
    after = stored(house, claimed)
    assert (after.state, after.claimed_by, after.paused_days) == (ReferralState.CLAIMED, "maija", 5)


def test_a_new_version_of_the_summary_ends_the_waiting_too(house, claimed):
    house.call(care.wait, house.worker, claimed)
    house.tick("strengths")
    house.call(review.change, house.person, {}, {"m3": {"text": "Uudet sanat."}})
    house.call(review.send, house.person)
    assert stored(house, claimed).state is ReferralState.CLAIMED


def test_the_worker_can_go_on_without_waiting(house, claimed):
    house.call(care.wait, house.worker, claimed)
    house.call(care.resume, house.worker, claimed)
    house.call(care.resume, house.worker, claimed)
    assert house.audit("referral")[-2:] == [("maija", "wait"), ("maija", "resume")]


def test_a_call_is_contact_and_an_attempt_is_none(house, claimed):
    house.call(care.record_contact, house.worker, claimed, "no_answer", "Ei vastannut.")
    assert stored(house, claimed).contacted_at is None
    house.call(care.record_contact, house.worker, claimed, "call", "Sovittiin perjantai.")
    assert stored(house, claimed).contacted_at == house.clock.now()
    kinds = [(e.verb, e.code) for e in house.uow.referrals.events(claimed)][-2:]
    assert kinds == [("contact", "no_answer"), ("contact", "call")]
    thread = str([m.body for m in house.uow.threads.everything(house.person)])
    assert "Sovittiin" not in thread


def test_a_message_is_contact(house, claimed):
    house.call(talking.message, house.worker, claimed, "Hei.")
    assert clock(house, claimed, "contact") == "done"


def test_unknown_kinds_are_refused(house, claimed):
    for use_case in (care.record_contact, care.judge_urgency):
        with pytest.raises(BadInput):
            house.call(use_case, house.worker, claimed, "telepathy")


def test_the_person_hears_of_worker_and_stand_in_and_of_each_change(house, claimed):
    assert told(house)[-2] == "say.worker_is"
    house.call(care.name_stand_in, house.worker, claimed, "pekka")
    assert told(house)[-2] == "say.stand_in_is"
    house.call(care.name_stand_in, house.worker, claimed, "pekka")
    assert told(house).count("say.stand_in_is") == 1
    house.call(referrals.assign, house.worker, claimed, "pekka")
    assert told(house)[-2] == "say.worker_is"
    assert stored(house, claimed).stand_in is None
    house.call(referrals.release, house.colleague, claimed)
    assert told(house)[-2] == "say.worker_none"


def test_a_stand_in_opens_and_acts_without_a_reason(house, claimed):
    house.call(care.name_stand_in, house.worker, claimed, "pekka")
    shown = house.call(referrals.open_referral, house.colleague, claimed)
    assert "close" in shown["verbs"]
    house.call(talking.message, house.colleague, claimed, "Olen sijainen.")
    row = house.call(referrals.queue, house.colleague, view=View.STAND_IN)["items"][0]
    assert row["mine_to_stand_in"] and row["stand_in"]["name"] == "Pekka"


def test_the_stand_in_is_a_colleague_of_the_county(house, claimed):
    for nobody in ("kaisa", "maija", "vesa"):
        with pytest.raises(BadInput):
            house.call(care.name_stand_in, house.worker, claimed, nobody)


def test_a_phrase_stands_in_the_persons_language_before_the_own_words(house, claimed):
    phrases = {"fi": "Kiitos viestistäsi.", "sv": "Tack."}
    house.call(talking.message, house.worker, claimed, "Soitan.", phrases.__getitem__)
    house.call(talking.message, house.worker, claimed, " ", phrases.__getitem__)
    texts = [
        m.body["text"] for m in house.uow.threads.everything(house.person) if m.sender == "worker"
    ]
    assert texts == ["Kiitos viestistäsi.\nSoitan.", "Kiitos viestistäsi."]
    with pytest.raises(BadInput, match="phrase_unknown"):
        house.call(talking.message, house.worker, claimed, "x", {}.__getitem__)


def test_while_a_human_answers_the_assistant_is_quiet(house, claimed):
    house.call(talking.join, house.worker, claimed)
    house.call(talking.join, house.worker, claimed)
    before = len(told(house))
    got = house.call(receive, house.person, Incoming("w1", text="Oletko siellä?"))
    assert got.forward is False and len(told(house)) == before
    thread = house.call(referrals.open_referral, house.worker, claimed)["thread"]
    assert thread[-1]["text"] == "Oletko siellä?"
    house.call(talking.leave, house.worker, claimed)
    assert house.call(receive, house.person, Incoming("w2", text="Hei.")).forward is True
    verbs = [event.verb for event in house.uow.referrals.events(claimed)]
    assert [v for v in verbs if v in ("join", "leave")] == ["join", "leave"]


def test_danger_is_seen_although_a_human_answers(house, claimed):
    house.call(talking.join, house.worker, claimed)
    house.call(receive, house.person, Incoming("w1", text="aion tappaa itseni"))
    assert house.uow.alerts.open_of_prison(PRISON)


def test_a_press_of_a_button_turns_to_the_assistant_again(house, claimed):
    house.call(talking.join, house.worker, claimed)
    house.call(receive, house.person, Incoming("w1", choice="human"))
    assert stored(house, claimed).human_since is None
    last = [(e.verb, e.by) for e in house.uow.referrals.events(claimed)][-1]
    assert last == ("leave", house.person)


@pytest.mark.parametrize("end", ["close", "release"])
def test_the_human_stretch_ends_with_the_work(house, claimed, end):
    house.call(talking.join, house.worker, claimed)
    arguments = ("met",) if end == "close" else ()
    house.call(getattr(referrals, end), house.worker, claimed, *arguments)
    assert stored(house, claimed).human_since is None
    assert "leave" in [event.verb for event in house.uow.referrals.events(claimed)]


# --- who comes second ---------------------------------------------------------------


def test_an_old_page_is_told_who_did_what_when(house, claimed):
    page = stored(house, claimed).revision
    house.call(care.name_stand_in, house.worker, claimed, "pekka")
    house.clock.move_on(minutes=5)
    house.call(referrals.assign, house.colleague, claimed, "pekka")
    house.call(care.name_stand_in, house.colleague, claimed, "maija")
    with pytest.raises(WrongState, match=r"meanwhile\.stand-in") as refusal:
        house.call(referrals.close, house.worker, claimed, "met", page)
    assert refusal.value.params == {"name": "Pekka", "day": "24.11.", "time": "12.05"}


def test_what_somebody_has_closed_meanwhile_is_told_by_name(house, claimed):
    house.call(care.name_stand_in, house.worker, claimed, "pekka")
    house.call(referrals.close, house.colleague, claimed, "met")
    with pytest.raises(WrongState, match=r"meanwhile\.close"):
        house.call(care.wait, house.worker, claimed)


def test_an_own_old_page_is_no_conflict(house, claimed):
    page = stored(house, claimed).revision
    house.call(care.record_contact, house.worker, claimed, "call")
    house.call(referrals.close, house.worker, claimed, "met", page)
    assert stored(house, claimed).state is ReferralState.CLOSED


def test_a_message_of_the_person_reopens_what_was_closed_with_new_clocks(house, claimed):
    house.call(care.record_contact, house.worker, claimed, "call")
    house.call(referrals.close, house.worker, claimed, "met")
    house.clock.move_on(days=30)
    house.call(talking.write, house.person, "Tarvitsen taas apua.")
    back = stored(house, claimed)
    assert (back.state, back.claimed_by, back.outcome) == (ReferralState.NEW, None, None)
    assert (back.clock_from, back.contacted_at) == (house.clock.now(), None)


# --- meetings that would be left behind -----------------------------------------------


def a_meeting(house, referral_id, state):
    start = house.clock.now() + dt.timedelta(days=3)
    house.uow.meetings.add(
        Meeting(
            f"k-{state}", house.person, referral_id, COUNTY, PRISON, state, house.clock.now(),
            "county", worker_id="maija", start=start, end=start + dt.timedelta(minutes=30),
        )
    )  # fmt: skip
    return f"k-{state}"


@pytest.mark.parametrize("how", ["close", "forward"])
def test_open_meetings_are_cancelled_by_rule_and_everybody_is_told(house, claimed, how):
    asked = a_meeting(house, claimed, MeetingState.REQUESTED)
    held = a_meeting(house, claimed, MeetingState.HELD)
    if how == "close":
        house.call(referrals.close, house.worker, claimed, "met")
    else:
        house.call(forwarding.forward, house.worker, claimed, OTHER_COUNTY, "Sovi aika.")
        house.call(forwarding.answer_forward, house.person, True)
    rows = house.uow.meetings.rows
    assert (rows[asked].state, rows[asked].cancelled_by) == (MeetingState.CANCELLED, "system")
    assert rows[held].state is MeetingState.HELD
    assert "say.meeting_cancelled" in told(house)
    assert "meeting_ended" in [event.verb for event in house.uow.referrals.events(claimed)]
    assert house.uow.meetings.taken("worker", "maija", rows[asked].start, rows[asked].end) == []


def test_the_note_for_the_other_county_goes_along_and_no_other(house, claimed):
    house.call(referrals.note, house.worker, claimed, "Vain meille.")
    house.call(forwarding.forward, house.worker, claimed, OTHER_COUNTY, "Sovi aika pian.")
    house.call(forwarding.answer_forward, house.person, True)
    row = house.call(referrals.queue, house.stranger)["items"][0]
    events = house.call(referrals.open_referral, house.stranger, row["id"])["events"]
    assert [event["text"] for event in events if event["verb"] == "note"] == ["Sovi aika pian."]


def test_a_closed_referral_takes_no_wish(house, claimed):
    house.call(referrals.close, house.worker, claimed, "met")
    with pytest.raises(WrongState):
        house.call(meetings.wish, house.person, "Tavataan.")


# --- presence and saved views -----------------------------------------------------------
