"""What a turn costs when a conversation is long, and when the database holds many people.

Both are ratios of medians: 1 means that growth costs nothing. One person at a time, so
that nobody waits for anybody.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bench.crowd import fill
from bench.load import Person, turn
from bench.machine import Say
from bench.ours import Ours
from bench.script import Step

LONG, FRESH = 3, 3
FEW_CLIENTS = 100
INTERVIEWS = 8
WINDOW = 10
EARLY = 5

# By kind of turn: seconds.
Times = dict[str, list[float]]


def _say(line: str) -> None:
    print(line, flush=True)


async def growth(chosen: argparse.Namespace, home: Path) -> int:
    """Measure both, each on a service with a database of its own."""
    turns, clients = (60, 1_000) if chosen.quick else (chosen.turns, chosen.clients)
    async with AsyncExitStack() as stack:
        small = await stack.enter_async_context(_service(home / "small"))
        await _by_length(small, turns, _say)
        large = await stack.enter_async_context(_service(home / "large"))
        _say(f"Filling two databases: {FEW_CLIENTS} and {clients:,} clients")
        await fill(small.settings, FEW_CLIENTS)
        await fill(large.settings, clients)
        await _by_clients(small, large, clients, _say)
    return 0


@asynccontextmanager
async def _service(home: Path) -> AsyncIterator[Ours]:
    ours = Ours(home, _say)
    await ours.prepare()
    await ours.start()
    try:
        yield ours
    finally:
        await ours.stop()


def repeats(script: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """The turns up to the first area, and two that may be repeated there for ever:
    a press that asks for an explanation, and a question in words."""
    opening = list(script[:2])
    asked = opening[-1].next
    words = next(step.says for step in script if step.asked == step.next)
    return opening, [Step(asked, "explain", True, asked), Step(asked, words, False, asked)]


async def _by_length(ours: Ours, turns: int, say: Say) -> None:
    opening, again = repeats(ours.script)

    async def up_to(person: Person, count: int) -> None:
        for step in opening:
            await turn(person, step)
        for number in range(count - len(opening)):
            await turn(person, again[number % len(again)])

    long_ones, fresh_ones = await ours.people(LONG), await ours.people(FRESH)
    say(f"{LONG} conversations up to turn {turns}")
    for person in long_ones:
        await up_to(person, turns - WINDOW)
    for person in fresh_ones:
        await up_to(person, EARLY - 1)
    early: Times = {}
    late: Times = {}
    # In turns: whatever else the machine does then weighs on both alike.
    for number in range(WINDOW):
        step = again[number % len(again)]
        for old, new in zip(long_ones, fresh_ones, strict=True):
            late.setdefault(_kind(step), []).append(await turn(old, step))
            early.setdefault(_kind(step), []).append(await turn(new, step))
    _compare(f"turns {EARLY}-{EARLY + WINDOW - 1}", early, f"up to {turns}", late, say)


async def _by_clients(small: Ours, large: Ours, clients: int, say: Say) -> None:
    for ours in (small, large):
        await _interview(ours, {})  # warm-up
    few: Times = {}
    many: Times = {}
    for _ in range(INTERVIEWS):
        await _interview(small, few)
        await _interview(large, many)
    _compare(f"{FEW_CLIENTS} clients", few, f"{clients:,} clients", many, say)


async def _interview(ours: Ours, times: Times) -> None:
    cell = ours.cell()
    (code,) = await ours.codes(1)
    began = time.perf_counter()
    await cell.sign_in(code)
    times.setdefault("sign-in", []).append(time.perf_counter() - began)
    for step in ours.script:
        times.setdefault(_kind(step), []).append(await turn(cell, step))


def _kind(step: Step) -> str:
    return "press" if step.press else "text"


def _compare(before_name: str, before: Times, after_name: str, after: Times, say: Say) -> None:
    for kind in before:
        first = 1000 * statistics.median(before[kind])
        last = 1000 * statistics.median(after[kind])
        say(
            f"{kind:8} {before_name}: {first:6.1f} ms   {after_name}: {last:6.1f} ms   "
            f"ratio {last / first:.2f}"
        )
