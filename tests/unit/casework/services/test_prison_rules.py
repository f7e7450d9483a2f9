"""Rules that prison staff change, and what a change does to meetings that are agreed."""

import dataclasses
import datetime as dt

import pytest

from bot.casework.actor import Right
from bot.casework.errors import BadInput, Forbidden, NotFound, WrongState
from bot.casework.meeting import OutcomeCode
from bot.casework.prison_rules import Absence, MeetingRules, Partner
from bot.casework.services import meeting_day, meetings, permission, prison_rules
from bot.casework.services.client_facts import change_facts
from bot.casework.services.meeting_changes import recheck_worker
from tests.unit.casework.services.desk import COUNTY, PRISON
from tests.unit.casework.services.test_meetings import Desk, slot

FIRST, LAST = dt.date(2026, 11, 30), dt.date(2026, 12, 4)
KELA = {"organisation": "Kela", "role": "kela"}


@pytest.fixture
def desk(house):
    return Desk(house)


def change(desk, use_case, *arguments):
    return desk.house.call(use_case, desk.house.guard, *arguments)


def said(desk):
    return [
        say["key"]
        for message in desk.house.uow.threads.rows.get("person", [])
        for say in message.body.get("says", [])
    ]


def test_a_blocked_day_cancels_what_was_agreed_and_tells_everybody(desk):
    meeting = desk.approved()["id"]
    assert change(desk, prison_rules.block, FIRST, LAST, "Remontti") == 1
    stored = desk.stored(meeting)
    assert (stored.state, stored.flag, stored.cancelled_by) == ("cancelled", "blocked", "system")
    assert desk.house.uow.meetings.held == {}
    events = [event.verb for event in desk.house.uow.referrals.events(desk.referral)]
    assert "meeting_ended" in events


def test_the_same_rule_holds_for_earlier_release_and_days_away(desk):
    house, meeting = desk.house, desk.approved()["id"]
    client = house.uow.clients.get(house.person)
    house.call(change_facts, house.guard, client, release_date=dt.date(2026, 11, 27))
    assert desk.stored(meeting).flag == "after_release"
    house.call(change_facts, house.guard, client, release_date=None)
    later = desk.waiting_for_prison()["id"]
    house.uow.availability.add_absence(Absence("a", house.worker.id, FIRST, LAST))
    assert house.call(recheck_worker, COUNTY, house.worker.id) == 1
    assert desk.stored(later).flag == "worker_away"


def test_without_its_place_a_meeting_is_asked_for_anew_and_keeps_its_time(desk):
    meeting = desk.approved()["id"]
    assert change(desk, prison_rules.remove_place, "room") == 1
    stored = desk.stored(meeting)
    assert (stored.state, stored.place_id, stored.room, stored.flag) == (
        "requested", None, None, "no_place",
    )  # fmt: skip
    assert stored.start is not None and meeting in desk.house.uow.meetings.held


def test_another_lock_up_flags_and_the_prison_decides(desk):
    meeting = desk.approved()["id"]
    change(desk, prison_rules.add_closed, [1], dt.time(9), dt.time(11), "lockup")
    assert (desk.stored(meeting).state, desk.stored(meeting).flag) == ("approved", "lockup")
    hours = desk.house.uow.rules.closed[PRISON][0]
    change(desk, prison_rules.drop_closed, hours.id)
    assert desk.stored(meeting).flag is None


def granted(desk, client_id=None):
    change(desk, prison_rules.grant, Partner(COUNTY, "social_worker"), FIRST, LAST, client_id)
    return next(iter(desk.house.uow.rules.given))


def test_with_a_standing_permission_the_prison_is_not_asked_until_it_is_withdrawn(desk):
    permit = granted(desk)
    chosen = desk.waiting_for_prison()
    assert chosen["state"] == "approved" and desk.stored(chosen["id"]).decided_by == "standing"
    assert change(desk, prison_rules.withdraw, permit) == 1
    assert (desk.stored(chosen["id"]).state, desk.stored(chosen["id"]).flag) == (
        "requested", "permit_withdrawn",
    )  # fmt: skip


@pytest.mark.parametrize("client_id", ["person", None])
def test_a_standing_permission_covers_exactly_its_partner(desk, client_id):
    granted(desk, client_id)
    house, meeting = desk.house, desk.draft()
    offered = house.call(meetings.offer, house.worker, meeting, [slot()], others=[KELA])
    assert desk.choose(meeting, offered["slots"][0]["id"])["state"] == "requested"
    change(desk, prison_rules.grant, Partner("Kela", "kela"), FIRST, LAST)
    house.call(meetings.cancel_by_client, house.person, meeting)
    again = house.call(meetings.offer, house.worker, desk.draft(), [slot()], others=[KELA])
    assert desk.choose(again["id"], again["slots"][0]["id"])["state"] == "approved"


def test_a_permission_binds_its_partners_and_place(desk):
    house, meeting = desk.house, desk.approved()["id"]
    stored = house.uow.meetings.rows[meeting]
    stored.others = [Partner("Joku", "peer")]
    with pytest.raises(WrongState) as refusal:
        house.call(meeting_day.start, house.guard, meeting)
    assert refusal.value.key == "permit_other"


def test_the_prison_sees_all_partners_and_the_person_whom_to_ask(desk):
    house, meeting = desk.house, desk.draft()
    change(desk, prison_rules.set_rules, MeetingRules(ask="Kysy rikosseuraamusesimieheltä."))
    offered = house.call(meetings.offer, house.worker, meeting, [slot()], others=[KELA])
    desk.choose(meeting, offered["slots"][0]["id"])
    assert house.call(permission.show, house.guard, meeting)["others"] == [KELA]
    house.call(permission.reject, house.guard, meeting, "no_staff")
    seen = house.call(meetings.list_for_client, house.person)[0]
    assert seen["ask"] == "Kysy rikosseuraamusesimieheltä."


def test_what_the_prison_does_not_allow_is_not_offered(desk):
    change(desk, prison_rules.set_rules, MeetingRules(roles=("social_worker",)))
    with pytest.raises(BadInput) as refusal:
        desk.house.call(meetings.offer, desk.house.worker, desk.draft(), [slot()], others=[KELA])
    assert refusal.value.params["slots"][0]["key"] == "slot.partner_not_allowed"


def test_only_the_organisations_that_are_named_take_part_and_a_county_always_does(desk):
    change(desk, prison_rules.set_rules, MeetingRules(organisations=("KELA", "Velkaneuvonta")))
    house, meeting = desk.house, desk.draft()
    offered = house.call(meetings.offer, house.worker, meeting, [slot()], others=[KELA])
    assert offered["others"] == [KELA]
    other = {"organisation": "Joku ry", "role": "peer"}
    with pytest.raises(BadInput) as refusal:
        house.call(meetings.offer, house.worker, meeting, [slot()], others=[KELA, other])
    assert refusal.value.params["slots"][0]["key"] == "slot.partner_not_allowed"


def test_where_no_video_goes_through_a_meeting_is_a_call_from_the_start(desk):
    change(desk, prison_rules.set_rules, MeetingRules(modes=("phone", "visit")))
    assert desk.offer()["mode"] == "phone"


def test_without_an_answer_by_the_minimum_notice_it_expires_and_all_are_told(desk):
    change(desk, prison_rules.set_rules, MeetingRules(notice_hours=24))
    meeting = desk.waiting_for_prison()["id"]
    house = desk.house
    house.clock.moment = desk.stored(meeting).start - dt.timedelta(hours=24, minutes=1)
    assert house.call(meeting_day.expire) == 0
    house.clock.move_on(minutes=1)
    assert house.call(meeting_day.expire) == 1
    assert "meeting_expired" in [e.verb for e in house.uow.referrals.events(desk.referral)]


def test_who_did_not_pick_in_time_is_not_told_that_the_prison_was_late(desk):
    offered, house = desk.offer(), desk.house
    house.clock.moment = dt.datetime.fromisoformat(offered["slots"][-1]["end"])
    assert house.call(meeting_day.expire) == 1
    assert "meeting_lapsed" in [e.verb for e in house.uow.referrals.events(desk.referral)]
    thread = house.uow.threads.everything(house.person)
    told = [say["say"] for m in thread if m.sender == "assistant" for say in m.body["says"]]
    assert "say.meeting_lapsed" in told and "say.meeting_expired" not in told


def test_nobody_permits_what_they_take_part_in(desk):
    meeting = desk.waiting_for_prison()["id"]
    guard = dataclasses.replace(desk.house.guard, id=desk.house.worker.id)
    with pytest.raises(WrongState) as refusal:
        desk.house.call(permission.approve, guard, meeting)
    assert refusal.value.key == "own_request"


def test_a_new_time_after_a_no_show_is_for_the_same_people_and_matter(desk):
    house, meeting = desk.house, desk.draft()
    offered = house.call(
        meetings.offer,
        house.worker,
        meeting,
        [slot()],
        others=[KELA],
        purpose="income",
        mode="phone",
    )
    desk.choose(meeting, offered["slots"][0]["id"])
    house.call(permission.approve, house.guard, meeting)
    house.call(meeting_day.no_show, house.guard, meeting, "escort_missing")
    anew = house.call(meetings.start_draft, house.worker, desk.referral, meeting)
    assert (anew["others"], anew["purpose"], anew["mode"]) == ([KELA], "income", "phone")
    assert (
        house.call(meetings.start_draft, house.worker, desk.referral, meeting)["id"] == anew["id"]
    )
    house.call(meetings.cancel_by_worker, house.worker, anew["id"])
    plain = house.call(meetings.start_draft, house.worker, desk.referral, "unknown")
    assert (plain["others"], plain["purpose"]) == ([], "social")


def test_why_it_was_not_held_is_a_code(desk):
    house, meeting = desk.house, desk.approved()["id"]
    with pytest.raises(BadInput):
        house.call(meeting_day.no_show, house.guard, meeting, "mood")
    seen = house.call(meeting_day.no_show, house.guard, meeting, OutcomeCode.ESCORT_MISSING)
    assert seen["outcome_code"] == "escort_missing"


def test_only_those_who_may_decide_change_rules_and_only_of_their_prison(desk):
    house = desk.house
    no_right = dataclasses.replace(house.guard, rights=frozenset({Right.CODES}))
    elsewhere = dataclasses.replace(house.guard, prison="kuopio")
    for actor in (no_right, house.worker):
        with pytest.raises(Forbidden):
            house.call(prison_rules.set_rules, actor, MeetingRules())
    change(desk, prison_rules.block, FIRST, LAST, "Remontti")
    days = house.uow.rules.blocked[PRISON][0].id
    for use_case, thing in (
        (prison_rules.unblock, days),
        (prison_rules.remove_place, "room"),
        (prison_rules.withdraw, granted(desk)),
    ):
        with pytest.raises(NotFound):
            house.call(use_case, elsewhere, thing)


@pytest.mark.parametrize(
    "call",
    [
        lambda desk: change(desk, prison_rules.block, LAST, FIRST, "Remontti"),
        lambda desk: change(desk, prison_rules.block, FIRST, LAST, " "),
        lambda desk: change(desk, prison_rules.set_rules, MeetingRules(longest=5)),
        lambda desk: change(desk, prison_rules.set_rules, MeetingRules(modes=())),
        lambda desk: change(desk, prison_rules.put_place, None, " ", "video", 1),
        lambda desk: change(desk, prison_rules.put_place, None, "Sali", "video", 0),
        lambda desk: change(desk, prison_rules.add_closed, [1], dt.time(11), dt.time(9), "lockup"),
    ],
)
def test_rules_that_make_no_sense_are_refused(desk, call):
    with pytest.raises(BadInput):
        call(desk)


def test_an_e_service_is_a_class_of_matter_and_its_name_reaches_no_prison(desk):
    house = desk.house
    house.call(meetings.wish, house.person, "Pitäisi päästä OmaKelaan tunnuksilla")
    helper = [{"organisation": "Vankila", "role": "prison_staff"}]
    draft = desk.draft()
    offered = house.call(
        meetings.offer, house.worker, draft, [slot()], others=helper, purpose="e_service"
    )
    desk.choose(draft, offered["slots"][0]["id"])
    seen = house.call(permission.show, house.guard, draft)
    assert (seen["purpose"], seen["others"]) == ("e_service", helper)
    assert "OmaKela" not in str(seen)
