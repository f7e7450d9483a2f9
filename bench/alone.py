"""What one person costs, and nobody: a long conversation, a page, a service that waits."""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import aiohttp

from bench.load import turn
from bench.script import Step
from bench.sides import RunningSide

EARLY, LATE, WINDOW = 20, 300, 10
IDLE_SECONDS = 10.0
PAGES = 5

_PARTS = re.compile(r'(?:href|src)="([^"]+\.(?:css|js)[^"]*)"')


@dataclass(frozen=True)
class Alone:
    """One run of one side. Milliseconds of a turn in words early and late in a conversation,
    the share of a core while nobody talks, and a person's page where there is one."""

    early: float
    late: float
    idle: float
    page: Page | None

    @property
    def growth(self) -> float:
        """How many times longer a late turn takes."""
        return self.late / self.early


@dataclass(frozen=True)
class Page:
    """A cold load over new connections: HTML, CSS and script."""

    milliseconds: float
    kilobytes: float


async def measure_alone(side: RunningSide) -> Alone:
    """All of it, on a service that has answered before."""
    early, late = await _conversation(side)
    # The load's own leftovers are done by then.
    await asyncio.sleep(1)
    used = side.cpu_seconds()
    await asyncio.sleep(IDLE_SECONDS)
    idle = (side.cpu_seconds() - used) / IDLE_SECONDS
    return Alone(early, late, idle, await _page(side))


def repeatable(script: Sequence[Step]) -> tuple[list[Step], Step]:
    """The turns up to the first that leaves the same question asked, and that turn."""
    number = next(n for n, step in enumerate(script) if step.asked == step.next)
    return list(script[:number]), script[number]


async def _conversation(side: RunningSide) -> tuple[float, float]:
    """The medians of the turns up to turn 20 of one conversation and 300 of another, in
    milliseconds; in turns, so that whatever else the machine does weighs on both."""
    before, again = repeatable(side.script)
    young, old = await side.people(2)
    for person, last in ((old, LATE), (young, EARLY)):
        for step in before:
            await turn(person, step)
        for _ in range(last - WINDOW - len(before)):
            await turn(person, again)
    early, late = [], []
    for _ in range(WINDOW):
        early.append(await turn(young, again))
        late.append(await turn(old, again))
    return 1000 * statistics.median(early), 1000 * statistics.median(late)


async def _page(side: RunningSide) -> Page | None:
    (person,) = await side.people(1)
    address = side.page_of(person)
    if address is None:
        return None
    loads = [await _load(*address) for _ in range(PAGES)]
    return Page(statistics.median(load.milliseconds for load in loads), loads[0].kilobytes)


async def _load(url: str, cookies: dict[str, str]) -> Page:
    began = time.perf_counter()
    async with aiohttp.ClientSession(cookies=cookies) as browser:
        html = await _get(browser, url)
        parts = {urljoin(url, found) for found in _PARTS.findall(html.decode())}
        bodies = await asyncio.gather(*(_get(browser, part) for part in sorted(parts)))
    took = time.perf_counter() - began
    return Page(1000 * took, (len(html) + sum(map(len, bodies))) / 1024)


async def _get(browser: aiohttp.ClientSession, url: str) -> bytes:
    async with browser.get(url) as reply:
        reply.raise_for_status()
        return await reply.read()
