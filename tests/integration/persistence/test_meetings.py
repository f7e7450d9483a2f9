"""No double booking, by the database's own rule; lists and lapse of meetings."""

import asyncio

import psycopg
import pytest
import sqlalchemy as sa

from bot.casework.errors import WrongState
from bot.casework.meeting import MeetingState
from bot.casework.ports import Clash
from bot.persistence.engines import sqlite_engine
from tests.integration.persistence.situations import NOW, TODAY, a_client, a_meeting, a_slot, after


def held(uow, *meetings):
    for meeting in meetings:
        uow.meetings.add(meeting)
        uow.meetings.hold(meeting)


@pytest.mark.parametrize(
    ("what", "clash"),
    [
        ({"client": "matti", "worker_id": "other"}, "person"),
        ({"client": "liisa", "worker_id": "worker-kainuu"}, "worker"),
        ({"client": "liisa", "place_id": "room-1"}, "place"),
        ({"client": "liisa", "worker_id": "other", "host_id": "vesa"}, "host"),
    ],
)
@pytest.mark.parametrize("start", [31, 59, 60, 89])
async def test_person_worker_and_place_are_never_held_twice(database, what, clash, start):
    first = a_meeting("k1", after(60), place_id="room-1", host_id="vesa")
    await database.run(lambda uow: held(uow, first))
    with pytest.raises(Clash) as refused:
        await database.run(lambda uow: held(uow, a_meeting("k2", after(start), **what)))
    assert refused.value.kind == clash
    assert await database.read(lambda uow: uow.meetings.of_county("k2", "kainuu")) is None


@pytest.mark.parametrize("start", [30, 90])
async def test_a_meeting_may_begin_when_another_ends(database, start):
    first, second = a_meeting("k1", after(60)), a_meeting("k2", after(start))
    await database.run(lambda uow: held(uow, first, second))
    both = await database.read(
        lambda uow: uow.meetings.taken("person", "matti", after(0), after(200))
    )
    assert sorted(meeting_id for _, _, meeting_id in both) == ["k1", "k2"]


async def test_who_decides_on_which_matters_is_kept_with_the_prison(database):
    def work(uow):
        uow.rules.set_approvers("kylmakoski", {"vesa": ("legal", "health")})
        kept = uow.rules.schedule("kylmakoski", TODAY).approvers
        uow.rules.set_approvers("kylmakoski", {})
        return kept, uow.rules.schedule("kylmakoski", TODAY).approvers

    assert await database.run(work) == ({"vesa": ("legal", "health")}, {})


async def test_after_a_clash_the_use_case_can_go_on_and_keeps_what_it_held(database):
    def work(uow):
        held(uow, a_meeting("k1", after(60)), a_meeting("k2", after(120)))
        moved = a_meeting("k2", after(60), client="matti")
        with pytest.raises(Clash):
            uow.meetings.hold(moved)
        return uow.meetings.taken("person", "matti", after(0), after(300))

    assert [row[2] for row in await database.run(work)] == ["k1", "k2"]


async def test_a_meeting_can_move_into_its_own_time_and_let_go(database):
    def work(uow):
        held(uow, a_meeting("k1", after(60)))
        uow.meetings.hold(a_meeting("k1", after(75)))
        moved = uow.meetings.taken("worker", "worker-kainuu", NOW, after(300))
        uow.meetings.let_go("k1")
        return moved, uow.meetings.taken("worker", "worker-kainuu", NOW, after(300))

    moved, free = await database.run(work)
    assert moved == [(after(75), after(105), "k1")] and free == []


async def test_of_many_who_want_one_time_at_once_one_gets_it(database):
    def add(uow):
        for number in range(12):
            uow.clients.add(a_client(f"c{number}"))

    await database.run(add)

    async def want(number):
        meeting = a_meeting(f"k{number}", after(60 + number), worker_id="w1")
        meeting.client_id = f"c{number}"
        try:
            await database.run(lambda uow: held(uow, meeting))
        except Clash as clash:
            return clash.kind
        return "held"

    results = await asyncio.gather(*(want(number) for number in range(12)))
    assert sorted(results) == ["held"] + ["worker"] * 11


async def test_the_rule_holds_for_whoever_writes_past_the_application(database, settings, kind):
    await database.run(
        lambda uow: held(uow, a_meeting("k1", after(60)), a_meeting("k2", after(200)))
    )
    time_of_first = "(SELECT max({}) FROM booking WHERE meeting_id = 'k1')"
    start, end = (time_of_first.format(name) for name in ("starts_at", "ends_at"))
    change = f"UPDATE booking SET starts_at = {start}, ends_at = {end} WHERE meeting_id = 'k2'"
    if kind == "sqlite":
        engine = sqlite_engine(settings.database_url)
        with pytest.raises(sa.exc.IntegrityError, match="booking_taken"), engine.begin() as direct:
            direct.exec_driver_sql(change)
        engine.dispose()
    else:
        with (
            psycopg.connect(settings.database_url) as direct,
            pytest.raises(psycopg.errors.ExclusionViolation, match="booking_taken"),
        ):
            direct.execute(change)


async def test_who_comes_second_with_an_old_meeting_is_refused(database):
    await database.run(lambda uow: uow.meetings.add(a_meeting("k1")))
    first = await database.read(lambda uow: uow.meetings.of_county("k1", "kainuu"))
    second = await database.read(lambda uow: uow.meetings.of_prison("k1", "kylmakoski"))
    await database.run(lambda uow: uow.meetings.save(first))
    assert first.revision == 1
    with pytest.raises(WrongState, match="out_of_date"):
        await database.run(lambda uow: uow.meetings.save(second))


async def test_a_meeting_comes_back_as_it_was_stored(database):
    meeting = a_meeting(
        "k1",
        after(60),
        slots=[a_slot("s1", after(60)), a_slot("s2", after(90))],
        wish="Haluan tulkin",
        reason_code="no_staff",
        reason_text="Ei vapaata valvojaa",
        room="salainen-huone",
        place_id="room-1",
        host_id="vesa",
        decided_at=after(2),
    )
    await database.run(lambda uow: uow.meetings.add(meeting))
    assert await database.read(lambda uow: uow.meetings.of_client("k1", "matti")) == meeting


async def test_lists_are_by_start_and_the_county_sees_undated_ones_first(database):
    states = [MeetingState.DRAFT, MeetingState.REQUESTED]

    def work(uow):
        for one in (a_meeting("late", after(90)), a_meeting("soon", after(30)), a_meeting("none")):
            uow.meetings.add(one)
        uow.meetings.add(a_meeting("other", after(10), worker_id="w2"))
        county = uow.meetings.list_of_county("kainuu", states, "worker-kainuu", 10)
        prison = uow.meetings.list_of_prison("kylmakoski", states[1:], 2)
        return [m.id for m in county], [m.id for m in prison]

    assert await database.run(work) == (["none", "soon", "late"], ["other", "soon"])


async def test_what_is_over_never_crowds_out_what_is_open(database):
    """A year of held meetings lies before the one that waits, in every list that has an end."""
    states = list(MeetingState)

    def work(uow):
        for number in range(4):
            uow.meetings.add(a_meeting(f"old{number}", after(10 * number), state=MeetingState.HELD))
        uow.meetings.add(a_meeting("waits", after(900)))
        uow.meetings.add(a_meeting("later", after(990)))
        county = uow.meetings.list_of_county("kainuu", states, None, 3)
        prison = uow.meetings.list_of_prison("kylmakoski", states, 3)
        return [m.id for m in county], [m.id for m in prison]

    newest = ["old3", "waits", "later"]
    assert await database.run(work) == (newest, newest)


async def test_a_meeting_lapses_with_its_time_or_the_last_one_offered(database):
    def work(uow):
        offered = {"state": MeetingState.OFFERED}
        slots = [a_slot("s1", after(0)), a_slot("s2", after(60))]
        uow.meetings.add(a_meeting("offer", slots=slots, **offered))
        uow.meetings.add(a_meeting("held", after(10)))
        uow.meetings.add(a_meeting("over", after(10), state=MeetingState.CANCELLED))
        uow.meetings.add(a_meeting("no-time"))
        return [
            [m.id for m in uow.meetings.overdue(after(minutes), 10)] for minutes in (39, 40, 90)
        ]

    assert await database.run(work) == [[], ["held"], ["held", "offer"]]
