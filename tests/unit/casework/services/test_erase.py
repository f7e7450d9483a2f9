import datetime as dt

import pytest

from bot.casework.actor import client_actor
from bot.casework.errors import Forbidden
from bot.casework.meeting import Meeting, MeetingState
from bot.casework.referral import ReferralState
from bot.casework.services import sessions
from bot.casework.services.alerts import peek, raise_alert
from bot.casework.services.erase import erase
from tests.unit.casework.services.desk import COUNTY, PRISON


def erase_own(house):
    house.call(erase, house.person, client_actor(house.person))


def test_only_the_person_or_the_service_erases(house, other_person):
    for actor in (house.guard, house.worker, client_actor(other_person)):
        with pytest.raises(Forbidden):
            house.call(erase, house.person, actor)


def test_a_planned_meeting_is_cancelled_and_its_time_is_free(house):
    start = house.clock.now() + dt.timedelta(days=1)
    meeting = Meeting(
        id="m1",
        client_id=house.person,
        referral_id=None,
        county=COUNTY,
        prison=PRISON,
        state=MeetingState.APPROVED,
        created_at=house.clock.now(),
        partner="county",
        place_id="room",
        start=start,
        end=start + dt.timedelta(minutes=30),
    )
    house.uow.meetings.add(meeting)
    house.uow.meetings.hold(meeting)
    erase_own(house)
    assert house.uow.meetings.rows["m1"].state is MeetingState.CANCELLED
    assert house.uow.meetings.taken("place", "room", start, meeting.end) == []


def test_no_worker_waits_for_somebody_who_has_gone(house):
    referral_id = house.sent()
    erase_own(house)
    assert house.uow.referrals.rows[referral_id].state is ReferralState.CLOSED
    assert [event.verb for event in house.uow.referrals.events(referral_id)][-1] == "erase"


def test_whoever_is_signed_in_is_signed_out(house):
    token, _ = house.call(sessions.open_session, "client", house.person, "fi")
    erase_own(house)
    assert house.call(sessions.resume, token) is None


def test_an_open_alert_outlives_the_data(house):
    house.call(raise_alert, house.person, "suicide")
    erase_own(house)
    assert len(house.call(peek, house.guard)) == 1


def test_erasing_twice_is_harmless(house):
    erase_own(house)
    erase_own(house)
    assert house.audit("client").count((house.person, "erase")) == 1
