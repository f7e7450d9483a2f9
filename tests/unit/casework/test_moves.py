import datetime as dt

import pytest

from bot.casework.actor import Role
from bot.casework.errors import Forbidden, WrongState
from bot.casework.meeting import (
    MEETING_MOVES,
    OPEN_STATES,
    Meeting,
    MeetingState,
    MeetingVerb,
)
from bot.casework.referral import REFERRAL_MOVES, ReferralState, ReferralVerb

NOON = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


def meeting(state=MeetingState.APPROVED, mode="video"):
    return Meeting(
        "m",
        "c",
        "r",
        "pohjois-savo",
        "p",
        state,
        NOON,
        "county",
        mode=mode,
        start=NOON,
        end=NOON + dt.timedelta(minutes=45),
    )


def test_only_the_prison_approves():
    asked = MeetingState.REQUESTED
    approved = MEETING_MOVES.move(asked, MeetingVerb.APPROVE, Role.PRISON_STAFF)
    assert approved is MeetingState.APPROVED
    for role in (Role.CLIENT, Role.SOCIAL_WORKER, Role.LEADER, Role.ADMIN):
        with pytest.raises(Forbidden):
            MEETING_MOVES.move(asked, MeetingVerb.APPROVE, role)


def test_the_prison_is_asked_only_after_the_person_has_picked():
    with pytest.raises(WrongState):
        MEETING_MOVES.move(MeetingState.OFFERED, MeetingVerb.APPROVE, Role.PRISON_STAFF)


def test_a_new_time_needs_a_new_permission():
    state = MEETING_MOVES.move(MeetingState.REQUESTED, MeetingVerb.PROPOSE, Role.PRISON_STAFF)
    state = MEETING_MOVES.move(state, MeetingVerb.CHOOSE, Role.CLIENT)
    assert state is MeetingState.REQUESTED


def test_person_and_worker_can_cancel_any_open_meeting():
    for state in OPEN_STATES:
        for role in (Role.CLIENT, Role.SOCIAL_WORKER):
            assert MeetingVerb.CANCEL in MEETING_MOVES.verbs_for(state, role)


@pytest.mark.parametrize(
    ("minutes", "opens"), [(-16, False), (-15, True), (0, True), (44, True), (45, False)]
)
def test_the_link_is_open_from_15_minutes_before_until_the_end(minutes, opens):
    assert meeting().link_is_open(NOON + dt.timedelta(minutes=minutes)) is opens


def test_there_is_no_link_without_permission_or_without_video():
    assert not meeting(MeetingState.REQUESTED).link_is_open(NOON)
    assert not meeting(mode="phone").link_is_open(NOON)


def test_a_closed_referral_can_only_be_reopened():
    assert REFERRAL_MOVES.verbs_for(ReferralState.CLOSED, Role.SOCIAL_WORKER) == [
        ReferralVerb.REOPEN
    ]


def test_prison_staff_can_do_nothing_with_a_referral():
    for state in ReferralState:
        assert REFERRAL_MOVES.verbs_for(state, Role.PRISON_STAFF) == []
