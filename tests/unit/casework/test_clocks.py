"""The counties' time goals: working days, pauses, what is done; never law."""

import datetime as dt

import pytest

from bot.casework.clocks import ClockState, Targets, begin_anew, clocks, go_on, next_due, pause
from bot.casework.referral import Referral, ReferralState
from bot.casework.working_days import add_working_days, working_days

HELSINKI = dt.timezone(dt.timedelta(hours=2))
TARGETS = Targets(urgent=0, contact=3, assessment=10, soon=1)


def at(day, month=12, hour=10, year=2026):
    return dt.datetime(year, month, day, hour, tzinfo=HELSINKI)


def referral(received, *, urgent_from=None, state=ReferralState.NEW):
    made = Referral("r", "c", "kainuu", "p", state, received, 1, None, True, "fi")
    if urgent_from is not None:
        made.outlook = [{"from": urgent_from.isoformat(), "urgency": "urgent", "reasons": []}]
    return made


def named(made, now, name):
    return next(clock for clock in clocks(made, TARGETS, now) if clock.name == name)


def test_weekends_and_finnish_holidays_are_no_working_days():
    # Independence Day 2026 is a Sunday; Christmas Eve, Christmas and Boxing Day are Thu-Sat.
    assert add_working_days(dt.date(2026, 12, 22), 2) == dt.date(2026, 12, 28)
    assert working_days(dt.date(2026, 12, 22), dt.date(2026, 12, 28)) == 2
    assert add_working_days(dt.date(2027, 12, 3), 1) == dt.date(2027, 12, 7)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (at(1), dt.date(2026, 12, 4)),
        # After four in the afternoon, and on a Saturday, the next working day counts.
        (at(1, hour=17), dt.date(2026, 12, 7)),
        (at(5), dt.date(2026, 12, 10)),
    ],
)
def test_the_contact_goal_runs_from_receipt(received, due):
    assert named(referral(received), received, "contact").due == due


def test_what_is_urgent_is_to_be_judged_the_same_working_day():
    urgent = referral(at(1), urgent_from=dt.date(2026, 12, 1))
    clock = named(urgent, at(1, hour=11), "urgent")
    assert (clock.due, clock.state) == (dt.date(2026, 12, 1), ClockState.DUE_SOON)
    assert named(urgent, at(2), "urgent").state is ClockState.OVERDUE
    assert next_due(urgent, TARGETS) == dt.date(2026, 12, 1)


def test_what_becomes_urgent_on_a_saturday_is_to_be_judged_on_monday():
    later = referral(at(1), urgent_from=dt.date(2026, 12, 12))
    assert [c.name for c in clocks(later, TARGETS, at(2))] == ["contact", "assessment"]
    assert named(later, at(12), "urgent").due == dt.date(2026, 12, 14)


def test_what_was_judged_before_it_became_urgent_is_judged_again():
    later = referral(at(1), urgent_from=dt.date(2026, 12, 9))
    later.judged_at = at(2)
    assert named(later, at(9), "urgent").state is ClockState.DUE_SOON
    later.judged_at = at(9)
    assert named(later, at(9), "urgent").state is ClockState.DONE


def test_clocks_stand_still_while_the_person_is_waited_for():
    made = referral(at(1), state=ReferralState.WAITING)
    pause(made, at(2))
    assert {clock.state for clock in clocks(made, TARGETS, at(20))} == {ClockState.PAUSED}
    assert next_due(made, TARGETS) is None
    made.state = ReferralState.CLAIMED
    go_on(made, at(9))
    # Five working days went by; three days after the first of December have become eight.
    assert named(made, at(9), "contact").due == dt.date(2026, 12, 11)
    assert made.paused_at is None


def test_a_clock_stops_when_the_thing_is_done():
    made = referral(at(1), state=ReferralState.CLAIMED)
    made.contacted_at = at(2)
    clock = named(made, at(20), "contact")
    assert (clock.state, clock.due, clock.done_at) == (ClockState.DONE, None, at(2))
    assert next_due(made, TARGETS) == dt.date(2026, 12, 15)
    made.assessed_at = at(3)
    assert next_due(made, TARGETS) is None


def test_due_soon_is_the_working_day_before():
    made = referral(at(1))
    states = [named(made, at(day), "contact").state for day in (1, 2, 3, 4, 5)]
    assert states == [
        ClockState.RUNNING,
        ClockState.RUNNING,
        ClockState.DUE_SOON,
        ClockState.DUE_SOON,
        ClockState.OVERDUE,
    ]


@pytest.mark.parametrize("state", [ReferralState.CLOSED, ReferralState.FORWARDED])
def test_what_is_closed_has_no_clocks(state):
    made = referral(at(1), state=state)
    assert clocks(made, TARGETS, at(20)) == [] and next_due(made, TARGETS) is None


def test_what_comes_back_begins_anew():
    made = referral(at(1), state=ReferralState.NEW)
    made.contacted_at, made.paused_days = at(2), 4
    begin_anew(made, at(14))
    assert named(made, at(14), "contact").due == dt.date(2026, 12, 17)
