"""Many who want one time, one room, one meeting at once: one gets it, all others are told."""

import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa

from bot.bootstrap import build_context
from bot.casework.actor import Actor, Right, Role
from bot.casework.errors import Refused
from bot.casework.meeting import MeetingState
from bot.casework.people import OpenHours
from bot.casework.ports import Clash
from bot.casework.services import meetings, permission
from bot.casework.services.free_slots import slots_for
from tests.integration.persistence.situations import NOW, a_client, a_meeting, a_slot, after
from tests.unit.casework.fakes import FakeClock

TRIES = 200
# Within an hour of the prison's Tuesday, in Finnish time.
START = after(60)


@pytest.fixture
def context(settings, content):
    return build_context(settings, content, clock=FakeClock(NOW))


def guard(name="vesa"):
    return Actor(name, Role.PRISON_STAFF, None, "kylmakoski", frozenset(Right))


def open_on_tuesdays(uow):
    uow.rules.set_hours("kylmakoski", [OpenHours(1, dt.time(9), dt.time(15))])


async def test_of_200_who_want_one_time_one_gets_it_and_199_the_next_free_ones(database, context):
    def prepare(uow):
        open_on_tuesdays(uow)
        for number in range(TRIES):
            uow.clients.add(a_client(f"c{number}"))

    await database.run(prepare)

    def asks(number):
        meeting = a_meeting(f"k{number}", START, worker_id="w1")
        meeting.client_id = f"c{number}"
        return meeting

    async def want(number):
        def take(uow):
            uow.meetings.add(asks(number))
            uow.meetings.hold(asks(number))

        try:
            await database.run(take)
        except Clash:
            return await database.read(lambda uow: slots_for(uow, context, asks(number), 30))
        return None

    results = await asyncio.gather(*(want(number) for number in range(TRIES)))
    offered = [rows for rows in results if rows is not None]
    assert len(offered) == TRIES - 1
    taken = START.strftime("%Y-%m-%dT%H:%M:%SZ")
    for rows in offered:
        assert rows and all(row["start"] != taken for row in rows)
    held = await database.read(lambda uow: uow.meetings.taken("worker", "w1", START, after(90)))
    assert len(held) == 1


async def outcome(database, work):
    try:
        await database.run(work)
    except Refused as refusal:
        return refusal.key
    return "done"


def two_ask_for_one_time(uow):
    open_on_tuesdays(uow)
    uow.clients.add(a_client("second"))
    for name, worker in (("matti", "w1"), ("second", "w2")):
        meeting = a_meeting(f"k-{name}", START, worker_id=worker)
        meeting.client_id = name
        uow.meetings.add(meeting)
        uow.meetings.hold(meeting)


async def test_two_permissions_for_one_room_at_once_give_it_to_one(database, context):
    await database.run(two_ask_for_one_time)

    def approve(meeting_id, who):
        return lambda uow: permission.approve(uow, context, guard(who), meeting_id, "room-1")

    results = await asyncio.gather(
        outcome(database, approve("k-matti", "vesa")),
        outcome(database, approve("k-second", "venla")),
    )
    assert sorted(results) == ["clash_place", "done"]


async def test_two_who_decide_on_one_request_at_once_do_not_undo_each_other(database, context):
    def prepare(uow):
        open_on_tuesdays(uow)
        meeting = a_meeting("k1", START)
        uow.meetings.add(meeting)
        uow.meetings.hold(meeting)

    await database.run(prepare)
    results = await asyncio.gather(
        outcome(database, lambda uow: permission.approve(uow, context, guard("vesa"), "k1")),
        outcome(
            database,
            lambda uow: permission.reject(uow, context, guard("venla"), "k1", "no_staff"),
        ),
    )
    assert results.count("done") == 1
    loser = next(key for key in results if key != "done")
    assert loser in ("out_of_date", "wrong_state")


async def test_to_choose_and_to_call_off_at_once_leaves_no_time_held_by_nobody(database, context):
    def prepare(uow):
        open_on_tuesdays(uow)
        uow.meetings.add(a_meeting("k1", state=MeetingState.OFFERED, slots=[a_slot("s1", START)]))

    await database.run(prepare)
    await asyncio.gather(
        outcome(database, lambda uow: meetings.choose(uow, context, "matti", "k1", "s1")),
        outcome(database, lambda uow: meetings.cancel_by_client(uow, context, "matti", "k1")),
    )
    found = await database.read(lambda uow: uow.meetings.of_client("k1", "matti"))
    held = await database.read(lambda uow: uow.meetings.taken("person", "matti", NOW, after(600)))
    assert (len(held) == 1) == (found.state in ("requested", "approved"))
    assert found.state in ("requested", "cancelled")


async def test_who_names_no_room_gets_the_next_that_is_free(database, context):
    await database.run(two_ask_for_one_time)
    results = await asyncio.gather(
        *(
            outcome(database, lambda uow, one=one: permission.approve(uow, context, guard(), one))
            for one in ("k-matti", "k-second")
        )
    )
    assert results == ["done", "done"]

    def rooms(uow):
        found = (uow.meetings.of_prison(f"k-{n}", "kylmakoski") for n in ("matti", "second"))
        return sorted(meeting.place_id for meeting in found)

    assert await database.read(rooms) == ["room-1", "room-2"]


async def test_who_comes_after_the_last_room_is_told_that_all_are_taken(database, context):
    def prepare(uow):
        two_ask_for_one_time(uow)
        uow.rules.remove_place("room-2", "kylmakoski", NOW)

    await database.run(prepare)
    await database.run(lambda uow: permission.approve(uow, context, guard(), "k-matti"))
    late = await outcome(
        database, lambda uow: permission.approve(uow, context, guard(), "k-second")
    )
    assert late == "clash_place"
    found = await database.read(lambda uow: uow.meetings.of_prison("k-second", "kylmakoski"))
    assert (found.state, found.place_id, found.permit) == ("requested", None, None)


async def test_an_approval_that_is_repeated_is_one_and_by_another_too_late(database, context):
    await database.run(two_ask_for_one_time)

    def approve(name, place=None):
        return lambda uow: permission.approve(uow, context, guard(name), "k-matti", place)

    def permit(uow):
        found = uow.meetings.of_prison("k-matti", "kylmakoski")
        return found.room, found.permit, found.place_id, found.revision

    twice = await asyncio.gather(*(outcome(database, approve("vesa")) for _ in range(2)))
    assert twice == ["done", "done"]
    first = await database.read(permit)
    assert await outcome(database, approve("vesa", "room-1")) == "done"
    assert await outcome(database, approve("venla")) == "wrong_state"
    assert await database.read(permit) == first
    held = await database.read(lambda uow: uow.meetings.taken("place", "room-1", START, after(90)))
    assert [meeting for _, _, meeting in held] == ["k-matti"]


async def test_sixty_days_of_free_times_cost_five_questions(database, context):
    """Person, schedule, bookings, the person's week, the worker's days away (decision 0024)."""
    await database.run(two_ask_for_one_time)
    asked = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    def look(uow):
        meeting = uow.meetings.of_county("k-matti", "kainuu")
        asked.clear()
        rows = slots_for(uow, context, meeting, 30)
        return rows, list(asked)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        rows, questions = await database.read(look)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert rows
    assert len(questions) == 5, questions
