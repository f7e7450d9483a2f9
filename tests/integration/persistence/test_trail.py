"""The chain of the audit trail, repeated requests, the brake."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.casework.errors import WrongState
from bot.casework.journal import Entry
from bot.persistence.database import sync_run
from tests.integration.persistence.direct import change
from tests.integration.persistence.situations import NOW, after


def an_entry(number, verb="open", client="matti"):
    return Entry(after(number), f"w{number}", "social_worker", verb, "referral", "r1", client, None)


async def test_a_person_learns_who_read_their_summary_newest_first(database):
    def work(uow):
        for number in range(3):
            uow.trail.add(an_entry(number))
        uow.trail.add(an_entry(3, verb="claim"))
        uow.trail.add(an_entry(4, client="liisa"))
        return uow.trail.of_client("matti", ("open", "export"), 2)

    assert await database.run(work) == [an_entry(2), an_entry(1)]


async def test_the_chain_holds_when_many_write_at_once(database):
    async def act(number):
        await database.run(lambda uow: [uow.trail.add(an_entry(number)) for _ in range(2)])

    await asyncio.gather(*(act(number) for number in range(20)))

    def look(uow):
        return uow.trail.broken_at(), len(uow.trail.of_client("matti", ("open",), 100))

    assert await database.read(look) == (None, 40)


@pytest.mark.parametrize(
    ("tamper", "number"),
    [
        ("UPDATE audit SET actor = 'nobody' WHERE number = 3", 3),
        ("UPDATE audit SET client_id = NULL WHERE number = 1", 1),
        ("UPDATE audit SET at = (SELECT at FROM audit WHERE number = 1) WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("UPDATE audit SET number = 6 WHERE number = 2", 2),
    ],
)
async def test_a_row_that_was_changed_or_taken_out_is_found(database, settings, tamper, number):
    await database.run(lambda uow: [uow.trail.add(an_entry(n)) for n in range(5)])
    assert await database.read(lambda uow: uow.trail.broken_at()) is None
    change(settings, tamper)
    assert await database.read(lambda uow: uow.trail.broken_at()) == number


async def test_what_failed_leaves_no_entry(database):
    def work(uow):
        uow.trail.add(an_entry(1))
        raise WrongState("wrong_state")

    with pytest.raises(WrongState):
        await database.run(work)
    assert await database.read(lambda uow: uow.trail.of_client("matti", ("open",), 9)) == []


async def test_the_same_key_gives_the_same_answer_to_the_same_subject_only(database):
    await database.run(lambda uow: uow.idempotency.put("matti", "k1", "mark", 201, "{}", NOW))

    def work(uow):
        get = uow.idempotency.get
        return get("matti", "k1"), get("matti", "k2"), get("liisa", "k1")

    assert await database.read(work) == (("mark", 201, "{}"), None, None)


async def test_of_two_repeats_at_once_the_second_finds_the_first(database):
    def create(uow):
        kept = uow.idempotency.get("matti", "k1")
        if kept is None:
            uow.idempotency.put("matti", "k1", "mark", 201, "first", NOW)
            return "created"
        return kept[2]

    results = await asyncio.gather(*(database.run(create) for _ in range(4)))
    assert sorted(results) == ["created", "first", "first", "first"]


async def test_an_answer_that_no_longer_holds_is_replaced(database):
    await database.run(lambda uow: uow.idempotency.put("matti", "k1", "mark", 201, "old", NOW))
    await database.run(lambda uow: uow.idempotency.put("matti", "k1", "mark", 201, "new", NOW))
    kept = await database.read(lambda uow: uow.idempotency.get("matti", "k1"))
    assert kept == ("mark", 201, "new")


async def test_failed_tries_are_counted_within_their_time_until_cleared(database):
    def work(uow):
        brake = uow.throttle
        for minutes in (0, 5, 9):
            brake.add("code", after(minutes))
        brake.add("browser", after(9))
        counted = brake.count("code", after(5)), brake.oldest("code", after(1))
        brake.clear("code")
        return (
            counted,
            brake.count("code", NOW),
            brake.oldest("code", NOW),
            brake.count("browser", NOW),
        )

    assert await database.run(work) == ((2, after(5)), 0, None, 1)


def test_the_command_line_runs_a_use_case_while_the_service_runs(settings):
    sync_run(settings, lambda uow: uow.throttle.add("code", NOW))
    assert sync_run(settings, lambda uow: uow.throttle.count("code", NOW)) == 1
    with pytest.raises(sa.exc.IntegrityError):
        sync_run(settings, lambda uow: uow.threads.add("nobody", "m", "client", NOW, {}))
