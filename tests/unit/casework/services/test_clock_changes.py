"""Nights on which the clocks change, midnight, closing time: what is permitted is so on the clock
on the wall, minute by minute, and what is counted in hours is counted in hours that pass."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.casework.context import ZONE
from bot.casework.meeting import LINK_BEFORE, Meeting, MeetingState
from bot.casework.people import OpenHours
from bot.casework.prison_rules import BlockedDays, ClosedHours, MeetingRules, WeeklyTime
from bot.casework.services import meeting_day, permission
from bot.casework.services.fitting import Fit
from bot.casework.services.meeting_views import prison_view
from bot.dates.phrases import say_when
from tests.unit.casework.services.desk import COUNTY, PRISON, House
from tests.unit.casework.services.test_meetings import Desk, slot

MINUTE = dt.timedelta(minutes=1)
# 25.10.2026: from four back to three. 28.3.2027: from three to four. And two ordinary nights.
NIGHTS = [
    dt.datetime(2026, 10, 25, tzinfo=dt.UTC),
    dt.datetime(2027, 3, 28, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 24, tzinfo=dt.UTC),
    dt.datetime(2027, 7, 1, tzinfo=dt.UTC),
]
QUARTERS = st.one_of(st.integers(8, 20), st.integers(0, 95)).map(
    lambda q: dt.time(q // 4, q % 4 * 15)
)
SPANS = st.tuples(QUARTERS, QUARTERS).filter(lambda pair: pair[0] < pair[1])
STARTS = st.builds(
    lambda night, quarter: night + dt.timedelta(minutes=15 * quarter),
    st.sampled_from(NIGHTS),
    # The clocks change at one o'clock in UTC: mostly the hours around it.
    st.one_of(st.integers(-4, 8), st.integers(-96, 120)),
)


def a_meeting(start=None, end=None):
    return Meeting(
        "m",
        "person",
        None,
        COUNTY,
        PRISON,
        MeetingState.DRAFT,
        NIGHTS[0],
        COUNTY,
        start=start,
        end=end,
    )


@pytest.fixture
def night(house):
    """A prison that never closes, and a person who stays for long."""
    client = house.uow.clients.get(house.person)
    client.release_date = None
    house.uow.clients.save(client)
    house.uow.prisons.hours_of[PRISON] = [
        OpenHours(day, dt.time(0), dt.time(23, 59)) for day in range(7)
    ]
    return house


@given(start=STARTS, minutes=st.integers(1, 8).map(lambda n: 15 * n), hours=SPANS, shut=SPANS)
@settings(max_examples=400, deadline=None)
def test_every_minute_of_a_time_that_fits_is_open_on_the_clock_on_the_wall(
    interview, glossary, start, minutes, hours, shut
):
    house = House(interview, glossary)
    house.clock.moment = start - dt.timedelta(days=3)
    client = house.uow.clients.get(house.person)
    client.release_date = None
    house.uow.clients.save(client)
    house.uow.prisons.hours_of[PRISON] = [OpenHours(day, *hours) for day in range(7)]
    for day in range(7):
        house.uow.rules.add_closed(PRISON, ClosedHours(f"c{day}", day, *shut))
    end = start + minutes * MINUTE
    fit = Fit(house.uow, house.context, a_meeting(), start, end)
    if fit.refusal(start, end) is not None:
        return
    wall = [(start + n * MINUTE).astimezone(ZONE) for n in range(minutes)]
    assert len({moment.date() for moment in wall}) == 1
    assert all(hours[0] <= moment.time() < hours[1] for moment in wall)
    assert not any(shut[0] <= moment.time() < shut[1] for moment in wall)


@given(start=STARTS, busy=SPANS)
@settings(max_examples=200, deadline=None)
def test_no_minute_of_a_time_that_fits_is_the_persons_work(interview, glossary, start, busy):
    house = House(interview, glossary)
    house.clock.moment = start - dt.timedelta(days=3)
    client = house.uow.clients.get(house.person)
    client.release_date = None
    house.uow.clients.save(client)
    house.uow.prisons.hours_of[PRISON] = [
        OpenHours(day, dt.time(0), dt.time(23, 59)) for day in range(7)
    ]
    house.uow.availability.set_weekly(
        house.person, [WeeklyTime(day, *busy, "work") for day in range(7)]
    )
    end = start + 45 * MINUTE
    if Fit(house.uow, house.context, a_meeting(), start, end).refusal(start, end) is None:
        wall = [(start + n * MINUTE).astimezone(ZONE).time() for n in range(45)]
        assert not any(busy[0] <= moment < busy[1] for moment in wall)


@pytest.mark.parametrize("hour", ["00:30", "00:15"])
def test_no_meeting_is_held_while_the_clocks_change(night, hour):
    """Before the change it is 3.30, half an hour later it is 3.00 once more."""
    start = dt.datetime.fromisoformat(f"2026-10-25T{hour}:00Z")
    night.clock.moment = start - dt.timedelta(days=3)
    fit = Fit(night.uow, night.context, a_meeting(), start, start + 60 * MINUTE)
    assert fit.refusal(start, start + 60 * MINUTE) == "outside_hours"


def test_a_meeting_at_midnight_belongs_to_the_day_that_begins(night):
    night.uow.rules.add_blocked(
        PRISON, BlockedDays("b", dt.date(2026, 11, 30), dt.date(2026, 11, 30), "remontti")
    )
    # 0.00 on Tuesday the first is 22.00 on Monday in UTC.
    start = dt.datetime(2026, 11, 30, 22, tzinfo=dt.UTC)
    desk = Desk(night)
    offered = desk.offer(slot(start.isoformat()))
    chosen = desk.choose(offered["id"], offered["slots"][0]["id"])
    assert say_when(start, "fi") == "tiistaina 1.12. kello 00"
    night.call(permission.approve, night.guard, chosen["id"])
    stored = desk.stored(chosen["id"])
    for moment, may in ((start - MINUTE, False), (start, True), (start + 23 * 60 * MINUTE, True)):
        night.clock.moment = moment
        assert (
            "start" in prison_view(night.uow, night.context, night.guard, stored)["verbs"]
        ) is may
    assert stored.link_is_open(start - LINK_BEFORE) and not stored.link_is_open(stored.end)


def test_a_day_before_midnight_is_blocked_up_to_its_last_minute(night):
    night.uow.rules.add_blocked(
        PRISON, BlockedDays("b", dt.date(2026, 11, 30), dt.date(2026, 11, 30), "remontti")
    )
    for start, found in (("21:00", "blocked"), ("21:30", "outside_hours"), ("22:00", None)):
        at = dt.datetime.fromisoformat(f"2026-11-30T{start}:00Z")
        fit = Fit(night.uow, night.context, a_meeting(), at, at + 45 * MINUTE)
        assert fit.refusal(at, at + 45 * MINUTE) == found


@given(
    start=st.sampled_from(["2026-10-26T08:00:00Z", "2026-10-25T06:00:00Z", "2026-10-24T06:00:00Z"]),
    notice=st.integers(1, 72),
)
@settings(max_examples=60, deadline=None)
def test_a_request_expires_when_its_hours_have_passed_and_not_a_minute_sooner(
    interview, glossary, start, notice
):
    """Over the longer night as well: twenty-four hours are twenty-four hours."""
    house = House(interview, glossary)
    moment = dt.datetime.fromisoformat(start)
    house.clock.moment = moment - dt.timedelta(hours=notice + 2)
    house.uow.prisons.hours_of[PRISON] = [
        OpenHours(day, dt.time(0), dt.time(23, 59)) for day in range(7)
    ]
    house.uow.rules.set_rules(PRISON, MeetingRules(notice_hours=notice))
    desk = Desk(house)
    offered = desk.offer(slot(start))
    meeting = desk.choose(offered["id"], offered["slots"][0]["id"])["id"]
    due = moment - dt.timedelta(hours=notice)
    house.clock.moment = due - MINUTE
    assert house.call(meeting_day.expire) == 0
    house.clock.moment = due
    assert house.call(meeting_day.expire) == 1
    assert desk.stored(meeting).state is MeetingState.EXPIRED


@pytest.mark.parametrize(
    ("closing", "refused"), [("2026-12-01T12:15:00Z", False), ("2026-12-01T12:16:00Z", True)]
)
def test_a_meeting_ends_before_the_prison_closes(house, closing, refused):
    start = dt.datetime.fromisoformat(closing)
    fit = Fit(house.uow, house.context, a_meeting(), start, start + 45 * MINUTE)
    assert (fit.refusal(start, start + 45 * MINUTE) == "outside_hours") is refused
