"""Threads in order, nobody's words lost, an interview that two cannot write at once."""

import asyncio

import pytest

from bot.casework.errors import WrongState
from bot.casework.intake_state import AreaState, AreaStatus, IntakeState, Stage
from bot.casework.summary import Review
from tests.integration.persistence.situations import NOW, a_client, after


def say(uow, number, client="matti", **more):
    return uow.threads.add(
        client, f"{client}-{number}", "client", after(number), {"n": number}, **more
    )


async def test_of_twenty_who_write_at_once_no_message_is_lost(database):
    async def write(number):
        await database.run(lambda uow: say(uow, number))

    await asyncio.gather(*(write(number) for number in range(20)))
    thread = await database.read(lambda uow: uow.threads.everything("matti"))
    assert [m.seq for m in thread] == list(range(1, 21))
    assert {m.body["n"] for m in thread} == set(range(20))


async def test_each_person_has_their_own_order(database):
    def work(uow):
        say(uow, 1), say(uow, 2, "liisa"), say(uow, 3), say(uow, 4)
        threads = uow.threads
        return (
            [m.body["n"] for m in threads.everything("matti")],
            [m.body["n"] for m in threads.after("matti", 1)],
            [m.body["n"] for m in threads.latest("matti", 2)],
            [m.seq for m in threads.everything("liisa")],
        )

    assert await database.run(work) == ([1, 3, 4], [3, 4], [3, 4], [1])


async def test_a_message_waits_until_its_reply_is_stored(database):
    def work(uow):
        say(uow, 1, handled=False), say(uow, 2, handled=False), say(uow, 3, "liisa", handled=False)
        before = [m.body["n"] for m in uow.threads.waiting("matti")]
        answered = uow.threads.get("matti", "matti-1")
        answered.handled, answered.body = True, {"n": 1, "areas": ["housing"]}
        uow.threads.amend(answered)
        now = uow.threads.waiting("matti")
        return before, [m.body["n"] for m in now], uow.threads.get("matti", "matti-1").body

    before, now, body = await database.run(work)
    assert (before, now) == ([1, 2], [2]) and body["areas"] == ["housing"]
    waiting = [
        await database.read(lambda uow, t=minutes: uow.threads.clients_waiting(after(t), 9))
        for minutes in (2, 3, 4)
    ]
    assert waiting == [[], ["matti"], ["matti", "liisa"]]


def a_state():
    state = IntakeState(stage=Stage.INTERVIEW, asked="housing.start", order=["housing"])
    state.areas["housing"] = AreaState(AreaStatus.NEED, named=True)
    return state


async def test_an_interview_goes_on_where_it_stood(database):
    assert await database.read(lambda uow: uow.intakes.get("matti")) is None
    await database.run(lambda uow: uow.intakes.put("matti", a_state(), 0))
    assert await database.read(lambda uow: uow.intakes.get("matti")) == (a_state(), 1)


@pytest.mark.parametrize("revision", [0, 1, 3])
async def test_who_writes_an_old_interview_is_refused(database, revision):
    def work(uow):
        uow.intakes.put("matti", a_state(), 0)
        uow.intakes.put("matti", a_state(), 1)

    await database.run(work)
    with pytest.raises(WrongState, match="out_of_date"):
        await database.run(lambda uow: uow.intakes.put("matti", a_state(), revision))


async def test_of_twenty_who_change_an_interview_at_once_no_change_is_lost(database):
    await database.run(lambda uow: uow.intakes.put("matti", a_state(), 0))
    refused = 0

    def change(uow):
        state, revision = uow.intakes.get("matti")
        state.misses += 1
        uow.intakes.put("matti", state, revision)

    async def until_done():
        nonlocal refused
        while True:
            try:
                return await database.run(change)
            except WrongState:
                refused += 1

    await asyncio.gather(*(until_done() for _ in range(20)))
    state, revision = await database.read(lambda uow: uow.intakes.get("matti"))
    assert (state.misses, revision) == (20, 21)


async def test_two_who_begin_an_interview_at_once_do_not_overwrite_each_other(database):
    results = await asyncio.gather(
        *(database.run(lambda uow: uow.intakes.put("matti", a_state(), 0)) for _ in range(5)),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType"] + ["WrongState"] * 4


async def test_a_review_is_empty_at_first_and_the_newest_one_counts(database):
    def work(uow):
        first = uow.reviews.get("matti")
        uow.reviews.put("matti", Review({"housing": {"social_worker": True}}), NOW)
        uow.reviews.put("matti", Review(left_out={"m1"}, edited={"m2": "toisin"}), after(1))
        uow.reviews.note_consent("matti", "housing", "social_worker", False, after(1))
        return first, uow.reviews.get("matti"), uow.reviews.get("liisa")

    first, newest, other = await database.run(work)
    assert first == other == Review()
    assert newest == Review(left_out={"m1"}, edited={"m2": "toisin"})


async def test_what_a_use_case_did_before_it_failed_is_undone(database):
    def work(uow):
        uow.clients.add(a_client("new"))
        say(uow, 1, "new")
        raise WrongState("wrong_state")

    with pytest.raises(WrongState):
        await database.run(work)
    assert await database.read(lambda uow: uow.clients.get("new")) is None


async def test_a_reading_cannot_write(database):
    with pytest.raises(Exception, match=r"read.?only"):
        await database.read(lambda uow: say(uow, 1))
    assert await database.read(lambda uow: uow.threads.everything("matti")) == []
