"""When a meeting that was held is the contact that the county's goal asks for."""

import datetime as dt

import pytest

from bot.casework.meeting import MeetingState
from bot.casework.services import care, meeting_day, referrals
from tests.unit.casework.services.test_meetings import Desk

START = dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)


@pytest.fixture
def desk(house):
    return Desk(house)


@pytest.fixture
def started(house, desk):
    """The prison has opened the door for it."""
    meeting = desk.approved()["id"]
    house.call(meeting_day.start, house.guard, meeting)
    return meeting


def referral(house, desk):
    return house.uow.referrals.rows[desk.referral]


def test_a_held_meeting_is_contact_on_its_own_day(house, desk, started):
    house.call(meeting_day.finish, house.guard, started)
    found = referral(house, desk)
    assert found.contacted_at == START
    events = [(e.verb, e.code) for e in house.uow.referrals.events(desk.referral)]
    assert events.count(("contact", "meeting")) == 1


def test_one_that_was_not_held_is_none(house, desk, started):
    house.call(meeting_day.no_show, house.guard, started, "person_ill")
    assert referral(house, desk).contacted_at is None


def test_an_earlier_contact_stays_the_first(house, desk, started):
    house.call(care.record_contact, house.worker, desk.referral, "call")
    called = referral(house, desk).contacted_at
    house.call(meeting_day.finish, house.guard, started)
    assert referral(house, desk).contacted_at == called < START


def test_a_meeting_of_before_the_referral_came_back_is_no_contact_of_now(house, desk, started):
    # A meeting that has begun goes on when its referral is closed.
    house.call(referrals.close, house.worker, desk.referral, "met")
    house.clock.moment = START + dt.timedelta(days=2)
    house.call(referrals.reopen, house.worker, desk.referral)
    house.call(meeting_day.finish, house.guard, started)
    assert house.uow.meetings.rows[started].state is MeetingState.HELD
    assert referral(house, desk).contacted_at is None


def test_what_is_closed_stays_as_it_is(house, desk, started):
    house.call(referrals.close, house.worker, desk.referral, "met")
    before = referral(house, desk).revision
    house.call(meeting_day.finish, house.guard, started)
    assert referral(house, desk).revision == before


def test_the_prison_learns_nothing_of_the_referral(house, desk, started):
    shown = house.call(meeting_day.finish, house.guard, started)
    assert "contact" not in str(shown) and "referral" not in str(shown)
