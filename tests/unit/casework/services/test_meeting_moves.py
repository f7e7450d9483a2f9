"""The use cases allow what the table of moves allows, in every state, and nothing else."""

import copy

import pytest

from bot.casework.actor import Role
from bot.casework.errors import WrongState
from bot.casework.meeting import MEETING_MOVES, MeetingState
from bot.casework.services import meeting_day, meetings, permission
from tests.unit.casework.services.test_meetings import Desk, slot

ELSEWHERE = [slot("2026-12-03T08:00:00Z")]


def acts(house, meeting, slot_id):
    """Every verb, with input that is good in itself: role, verb, call."""
    prison, county = house.guard, house.worker
    yield Role.PRISON_STAFF, "approve", (permission.approve, prison, meeting)
    yield Role.PRISON_STAFF, "reject", (permission.reject, prison, meeting, "no_staff")
    yield Role.PRISON_STAFF, "propose", (permission.propose, prison, meeting, ELSEWHERE)
    yield Role.PRISON_STAFF, "start", (meeting_day.start, prison, meeting)
    yield Role.PRISON_STAFF, "finish", (meeting_day.finish, prison, meeting)
    yield Role.PRISON_STAFF, "no-show", (meeting_day.no_show, prison, meeting)
    yield Role.PRISON_STAFF, "cancel", (meeting_day.cancel, prison, meeting)
    yield Role.SOCIAL_WORKER, "offer", (meetings.offer, county, meeting, ELSEWHERE)
    yield Role.SOCIAL_WORKER, "cancel", (meetings.cancel_by_worker, county, meeting)
    yield Role.CLIENT, "choose", (meetings.choose, house.person, meeting, slot_id)
    yield Role.CLIENT, "confirm", (meetings.confirm, house.person, meeting)
    yield Role.CLIENT, "cancel", (meetings.cancel_by_client, house.person, meeting)


# A second click finds these done already, which is no move.
DONE = {("start", "started"), ("finish", "held"), ("no-show", "no_show")}


@pytest.mark.parametrize("state", MeetingState)
def test_a_use_case_moves_exactly_where_the_table_does(house, state):
    desk = Desk(house)
    asked = desk.waiting_for_prison()
    stored = desk.stored(asked["id"])
    stored.state = state
    other_slot = stored.slots[1].id
    before = copy.deepcopy((house.uow.meetings.rows, house.uow.meetings.held))
    allowed = {
        (role, verb.value)
        for role in (Role.PRISON_STAFF, Role.SOCIAL_WORKER, Role.CLIENT)
        for verb in MEETING_MOVES.verbs_for(state, role)
    }
    went, refused = set(), set()
    for role, verb, call in acts(house, asked["id"], other_slot):
        house.uow.meetings.rows, house.uow.meetings.held = copy.deepcopy(before)
        try:
            house.call(call[0], *call[1:])
        except WrongState as refusal:
            refused.add(refusal.key)
            continue
        if (verb, state) not in DONE:
            went.add((role, verb))
    assert went == allowed
    assert refused <= {"wrong_state"}
