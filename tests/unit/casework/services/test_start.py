"""A meeting begins only if what it was permitted on still holds at that moment."""

import datetime as dt

import pytest

from bot.casework.actor import Role
from bot.casework.errors import WrongState
from bot.casework.people import OpenHours
from bot.casework.prison_rules import BlockedDays, ClosedHours, MeetingRules, Partner
from bot.casework.services import meeting_day, prison_rules
from bot.casework.services.standing import STANDING
from tests.unit.casework.services.desk import COUNTY, PRISON
from tests.unit.casework.services.test_meetings import Desk

DAY = dt.date(2026, 12, 1)


@pytest.fixture
def desk(house):
    return Desk(house)


@pytest.fixture
def meeting(house, desk):
    """Permitted for Tuesday at ten, and it is five past ten: late, and past any notice."""
    found = desk.approved()["id"]
    house.clock.moment = dt.datetime(2026, 12, 1, 8, 5, tzinfo=dt.UTC)
    return found


def start(house, meeting):
    return house.call(meeting_day.start, house.guard, meeting)


def elsewhere(uow):
    client = uow.clients.get("person")
    client.prison = "kuopio"
    uow.clients.save(client)


def released(uow):
    client = uow.clients.get("person")
    client.release_date = DAY - dt.timedelta(days=1)
    uow.clients.save(client)


def blocked(uow, place=None):
    uow.rules.add_blocked(PRISON, BlockedDays("b", DAY, DAY, "vesivahinko", place))


def room_gone(uow):
    uow.prisons.places_of[PRISON] = []


def mornings_closed(uow):
    uow.prisons.hours_of[PRISON] = [OpenHours(day, dt.time(12), dt.time(15)) for day in range(5)]


def counted(uow):
    uow.rules.add_closed(PRISON, ClosedHours("c", 1, dt.time(10), dt.time(11), "count"))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (elsewhere, "start_person_gone"),
        (released, "start_person_gone"),
        (blocked, "start_blocked"),
        (lambda uow: blocked(uow, "room"), "start_no_place"),
        (room_gone, "start_no_place"),
        (mornings_closed, "start_rules"),
        (counted, "start_rules"),
        (lambda uow: uow.rules.set_rules(PRISON, MeetingRules(longest=30)), "start_rules"),
        (lambda uow: uow.rules.set_rules(PRISON, MeetingRules(roles=("kela",))), "start_rules"),
    ],
)
def test_what_has_changed_since_the_permission_stops_the_start(house, meeting, change, key):
    change(house.uow)
    with pytest.raises(WrongState) as refusal:
        start(house, meeting)
    assert refusal.value.key == key
    assert ("vesa", "start") not in house.audit("meeting")


def test_it_begins_though_the_minute_and_the_notice_are_past(house, meeting):
    house.uow.rules.set_rules(PRISON, MeetingRules(notice_hours=72))
    assert start(house, meeting)["state"] == "started"


def test_what_the_prison_was_shown_it_may_decide_to_hold(house, desk, meeting):
    house.clock.moment = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
    house.call(prison_rules.set_rules, house.guard, MeetingRules(longest=30))
    assert desk.stored(meeting).flag == "too_long"
    house.clock.moment = dt.datetime(2026, 12, 1, 8, 5, tzinfo=dt.UTC)
    assert start(house, meeting)["state"] == "started"


def test_one_flag_is_no_leave_for_another_change(house, desk, meeting):
    desk.stored(meeting).flag = "too_long"
    counted(house.uow)
    with pytest.raises(WrongState):
        start(house, meeting)


def test_a_standing_permission_that_is_gone_starts_nothing(house, desk, meeting):
    stored = desk.stored(meeting)
    stored.decided_by = STANDING
    with pytest.raises(WrongState) as refusal:
        start(house, meeting)
    assert refusal.value.key == "permit_other"
    county = Partner(COUNTY, Role.SOCIAL_WORKER.value)
    house.call(prison_rules.grant, house.guard, county, DAY, DAY)
    assert start(house, meeting)["state"] == "started"


def test_what_has_begun_stays_begun_when_a_second_press_comes_after_a_change(house, meeting):
    start(house, meeting)
    blocked(house.uow)
    assert start(house, meeting)["state"] == "started"
