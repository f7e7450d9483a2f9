"""Free slots fit the person, the worker, the place and the prison; wishes come first."""

import dataclasses
import datetime as dt
import itertools

import pytest

from bot.casework.context import ZONE
from bot.casework.people import OpenHours, Place
from bot.casework.prison_rules import (
    Absence,
    BlockedDays,
    ClosedHours,
    MeetingRules,
    WeeklyTime,
)
from bot.casework.services import meetings
from bot.casework.services.free_slots import free_slots, nearest_other, slots_for
from tests.unit.casework.services.desk import PRISON
from tests.unit.casework.services.test_meetings import Desk

HALF = 30


@pytest.fixture
def desk(house):
    return Desk(house)


def slots(desk, wish=None, **more):
    if wish:
        desk.house.call(meetings.wish, desk.house.person, wish)
    return desk.house.call(free_slots, desk.house.worker, desk.draft(), **more)


def local(row):
    return dt.datetime.fromisoformat(row["start"]).astimezone(ZONE)


def test_wishes_come_first_and_in_their_order(desk):
    rows = slots(desk, "ke tai to iltapäivällä, aamut verstaalla")
    first = [row for row in rows if row["wish"] == 1]
    second = [row for row in rows if row["wish"] == 2]
    assert first and second and rows[: len(first)] == first
    assert {local(row).weekday() for row in first} == {2}
    assert {local(row).weekday() for row in second} == {3}
    assert all(local(row).hour >= 12 for row in first + second)
    assert all(local(row).hour >= 11 for row in rows)


def test_what_cannot_be_understood_hides_no_times(desk):
    assert slots(desk, "öö emmä tiä") and all(r["wish"] is None for r in slots(desk))


def test_the_worst_hours_of_the_prison_are_no_times(desk):
    rules = desk.house.uow.rules
    rules.add_closed(PRISON, ClosedHours("c", 2, dt.time(9), dt.time(15), "count"))
    rules.add_blocked(
        PRISON, BlockedDays("b", dt.date(2026, 11, 26), dt.date(2026, 11, 30), "remontti")
    )
    days = {local(row).date() for row in slots(desk)}
    assert dt.date(2026, 11, 25) not in days
    assert not any(dt.date(2026, 11, 26) <= day <= dt.date(2026, 11, 30) for day in days)


def test_the_persons_week_and_the_workers_days_away_are_kept(desk):
    house = desk.house
    house.uow.availability.set_weekly(
        house.person, [WeeklyTime(d, dt.time(9), dt.time(13), "work") for d in range(5)]
    )
    house.uow.availability.add_absence(
        Absence("a", house.worker.id, dt.date(2026, 11, 24), dt.date(2026, 11, 27))
    )
    rows = slots(desk)
    assert all(local(row).hour >= 13 for row in rows)
    assert min(local(row).date() for row in rows) == dt.date(2026, 11, 30)


def test_notice_and_longest_meeting_hold(desk):
    desk.house.uow.rules.set_rules(PRISON, MeetingRules(notice_hours=72, longest=40))
    assert slots(desk) == []
    found = slots(desk, minutes=40)
    assert found and dt.datetime.fromisoformat(found[0]["start"]) >= (
        desk.house.clock.now() + dt.timedelta(hours=72)
    )


def test_a_place_takes_as_many_as_it_has_seats(desk, other_person):
    house, asked = desk.house, desk.waiting_for_prison()["id"]
    held = dataclasses.replace(
        desk.stored(asked), id="x", client_id=other_person, worker_id="y", place_id="room"
    )
    house.uow.meetings.let_go(asked)
    house.uow.meetings.hold(held)
    meeting, start = desk.stored(asked), desk.stored(asked).start

    def is_free():
        rows = house.call(slots_for, meeting, 45, near=start)
        return dt.datetime.fromisoformat(rows[0]["start"]) == start

    assert not is_free()
    house.uow.prisons.places_of[PRISON] = [Place("room", PRISON, "Huone 1", "video", 2)]
    assert is_free()


def test_the_nearest_come_first_when_a_time_is_asked_for(desk):
    near = dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC)
    rows = slots(desk, near=near)
    apart = [abs(dt.datetime.fromisoformat(row["start"]) - near) for row in rows]
    assert apart == sorted(apart) and apart[0] == dt.timedelta()


def other(desk, minutes=60, mode="video"):
    return desk.house.call(nearest_other, desk.house.worker, desk.draft(), minutes, mode)


def test_where_nothing_fits_a_shorter_meeting_comes_first(desk):
    desk.house.uow.rules.set_rules(PRISON, MeetingRules(longest=30))
    assert slots(desk, minutes=60) == []
    assert other(desk) == {"mode": "video", "minutes": 30}


def test_where_no_room_has_a_picture_a_call_is_the_nearest(desk):
    desk.house.uow.prisons.places_of[PRISON] = [Place("cell", PRISON, "Puhelin", "phone")]
    assert slots(desk, minutes=60) == []
    assert other(desk) == {"mode": "phone", "minutes": 60}
    assert slots(desk, minutes=60, mode="phone")


def test_where_nothing_at_all_fits_there_is_no_other(desk):
    desk.house.uow.rules.set_rules(PRISON, MeetingRules(longest=15))
    assert other(desk) is None


def test_no_time_is_offered_over_another_and_no_day_fills_the_list(desk):
    rows = slots(desk)
    starts = sorted(dt.datetime.fromisoformat(row["start"]) for row in rows)
    assert all(b - a >= dt.timedelta(minutes=45) for a, b in itertools.pairwise(starts))
    days = [local(row).date() for row in rows]
    assert max(days.count(day) for day in days) <= 3


def test_no_holiday_no_time_after_release_and_none_that_ends_after_closing(desk):
    house = desk.house
    client = house.uow.clients.get(house.person)
    client.release_date = dt.date(2026, 12, 8)
    house.uow.clients.save(client)
    rows = slots(desk)
    # The sixth of December is a Sunday in 2026; Monday the seventh is an ordinary day.
    assert all(local(row).date() <= dt.date(2026, 12, 8) for row in rows)
    assert all((local(row) + dt.timedelta(minutes=45)).time() <= dt.time(15) for row in rows)
    holiday = dt.datetime(2026, 12, 24, 8, tzinfo=dt.UTC)
    assert all(dt.datetime.fromisoformat(row["start"]) != holiday for row in rows)


@pytest.mark.parametrize(
    ("now", "day", "hours_utc"),
    [
        # Summer time ends on 25.10.2026 and begins on 28.3.2027, both at night.
        (dt.datetime(2026, 10, 23, 8, tzinfo=dt.UTC), dt.date(2026, 10, 26), 7),
        (dt.datetime(2027, 3, 25, 8, tzinfo=dt.UTC), dt.date(2027, 3, 29), None),
        (dt.datetime(2027, 3, 30, 8, tzinfo=dt.UTC), dt.date(2027, 3, 31), 6),
    ],
)
def test_nine_oclock_is_nine_oclock_before_and_after_the_clocks_change(desk, now, day, hours_utc):
    meeting = desk.stored(desk.draft())
    client = desk.house.uow.clients.get("person")
    client.release_date = None
    desk.house.uow.clients.save(client)
    desk.house.clock.moment = now
    rows = [r for r in desk.house.call(slots_for, meeting, 45) if local(r).date() == day]
    if hours_utc is None:
        assert rows == []  # Easter Monday
        return
    first = dt.datetime.fromisoformat(rows[0]["start"])
    assert (first.hour, local(rows[0]).hour) == (hours_utc, 9)


def test_on_the_night_the_clocks_change_a_lost_hour_is_no_start(desk):
    """A prison that takes meetings at any hour: 3.00 to 4.00 does not exist on 28.3.2027."""
    house = desk.house
    house.uow.prisons.hours_of[PRISON] = [OpenHours(6, dt.time(0), dt.time(23, 59))]
    client = house.uow.clients.get("person")
    client.release_date = None
    house.uow.clients.save(client)
    meeting = desk.stored(desk.draft())
    house.clock.moment = dt.datetime(2027, 3, 27, 8, tzinfo=dt.UTC)
    near = dt.datetime(2027, 3, 28, 1, tzinfo=dt.UTC)
    hours = {local(row).strftime("%H.%M") for row in house.call(slots_for, meeting, 15, near=near)}
    assert hours and not any(hour.startswith("03.") for hour in hours)


def test_a_meeting_over_midnight_is_outside_the_hours(desk):
    house = desk.house
    house.uow.prisons.hours_of[PRISON] = [
        OpenHours(d, dt.time(0), dt.time(23, 59)) for d in range(7)
    ]
    meeting = desk.stored(desk.draft())
    near = dt.datetime(2026, 11, 25, 21, 45, tzinfo=dt.UTC)
    rows = house.call(slots_for, meeting, HALF, near=near)
    assert all(
        local(row).date() == (local(row) + dt.timedelta(minutes=HALF)).date() for row in rows
    )
