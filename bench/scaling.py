"""`python -m bench scaling`: how many processes an evening hour takes, by a simulation with the
measured costs of a turn (`python -m bench wide` prints them). Explained in docs/scaling.md.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import math
import random
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

# The load model. Of a hundred people in cells twenty sit down in the evening hour, each for one
# sitting of so many turns, and think so long between an answer and the next message.
SHARE = 0.20
TURNS = 24
THINK_LEAST, THINK_MEAN = 4.0, 25.0
HOUR = 3600.0
# A process that is busier than this makes people wait: the next one is added before.
BUSY = 0.6

PLACES = (("a prison", 100), ("Finland", 3_000), ("a hundred times Finland", 300_000))


@dataclass(frozen=True)
class Costs:
    """Processor time of one turn in milliseconds, and the commits that wait for a disk."""

    web: float
    rasa: float
    database: float
    commits: int = 3
    disk: float = 1.0

    def steps(self) -> list[tuple[str, float]]:
        """The way of a turn through the parts, with the seconds at each."""
        database = self.database / self.commits + self.disk
        way = [("web", 0.4 * self.web), ("database", database), ("rasa", 0.6 * self.rasa)]
        way += [("web", 0.4 * self.web), ("database", database), ("rasa", 0.4 * self.rasa)]
        way += [("database", database), ("web", 0.2 * self.web)]
        return [(part, ms / 1000) for part, ms in way]


@dataclass
class Station:
    """Processes of one kind, and those who wait for one."""

    servers: int
    free: int = 0
    waiting: deque[tuple[int, float]] = field(default_factory=deque)
    worked: float = 0.0

    def __post_init__(self) -> None:
        self.free = self.servers


@dataclass(frozen=True)
class Evening:
    """What came of it."""

    turns: int
    median: float
    p95: float
    busy: dict[str, float]


def rate(cells: float) -> float:
    """Turns a second in the evening hour."""
    return cells * SHARE * TURNS / HOUR


def needed(cells: float, costs: Costs) -> dict[str, int]:
    """Processes of each kind, none busier than it should be; two at least, for one may die."""
    seconds: dict[str, float] = {"web": 0, "rasa": 0, "database": 0}
    for part, each in costs.steps():
        seconds[part] += each
    return {part: max(2, math.ceil(rate(cells) * each / BUSY)) for part, each in seconds.items()}


class Simulation:
    """Everybody who sits down in one hour, turn by turn, first come first served."""

    def __init__(self, cells: int, costs: Costs, servers: dict[str, int], seed: int) -> None:
        self._luck = random.Random(seed)
        self._steps = costs.steps()
        self._stations = {part: Station(count) for part, count in servers.items()}
        self._events: list[tuple[float, int, int, int]] = []
        self._order = itertools.count()
        self._left = [TURNS] * round(cells * SHARE)
        self._began = [0.0] * len(self._left)
        self._waits: list[float] = []

    def run(self) -> Evening:
        for person in range(len(self._left)):
            # Everybody comes at some time of the hour.
            self._at(self._luck.uniform(0, HOUR), person, -1)
        now = 0.0
        while self._events:
            now, _, person, step = heapq.heappop(self._events)
            self._on(now, person, step)
        waits = sorted(self._waits)
        busy = {part: s.worked / (s.servers * now) for part, s in self._stations.items()}
        at = [waits[int(share * (len(waits) - 1))] for share in (0.5, 0.95)]
        return Evening(len(waits), at[0], at[1], busy)

    def _at(self, when: float, person: int, step: int) -> None:
        heapq.heappush(self._events, (when, next(self._order), person, step))

    def _on(self, now: float, person: int, step: int) -> None:
        """A step is done (-1: a message is sent); on to the next, or to thinking."""
        if step >= 0:
            self._let_go(now, self._steps[step][0])
        else:
            self._began[person] = now
        if step + 1 < len(self._steps):
            self._come(now, person, step + 1)
            return
        self._waits.append(now - self._began[person])
        self._left[person] -= 1
        if self._left[person]:
            think = THINK_LEAST + self._luck.expovariate(1 / (THINK_MEAN - THINK_LEAST))
            self._at(now + think, person, -1)

    def _come(self, now: float, person: int, step: int) -> None:
        station = self._stations[self._steps[step][0]]
        if station.free:
            station.free -= 1
            self._work(now, station, person, step)
        else:
            station.waiting.append((person, step))

    def _let_go(self, now: float, part: str) -> None:
        station = self._stations[part]
        if station.waiting:
            person, step = station.waiting.popleft()
            self._work(now, station, person, int(step))
        else:
            station.free += 1

    def _work(self, now: float, station: Station, person: int, step: int) -> None:
        # As long as it takes on average, and now and then much longer.
        seconds = self._steps[step][1] * self._luck.gammavariate(2, 0.5)
        station.worked += seconds
        self._at(now + seconds, person, step)


async def scaling(chosen: argparse.Namespace, _home: Path) -> int:
    """The table for three places."""
    costs = Costs(chosen.web_ms, chosen.rasa_ms, chosen.database_ms)
    print(f"A turn costs: web {costs.web} ms, Rasa {costs.rasa} ms, database {costs.database} ms")
    print("| place | cells | turns/s | web | Rasa | database cores | median | p95 | busiest |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, cells in PLACES:
        servers = needed(cells, costs)
        # So many people one by one take too long: a part of them on a part of the processes.
        part = max(1, cells // 30_000)
        some = {kind: max(1, round(count / part)) for kind, count in servers.items()}
        evening = Simulation(cells // part, costs, some, chosen.seed).run()
        busiest = max(evening.busy, key=lambda kind: evening.busy[kind])
        print(
            f"| {name} | {cells:,} | {rate(cells):.2f} | {servers['web']} | {servers['rasa']} | "
            f"{servers['database']} | {1000 * evening.median:.0f} ms | {1000 * evening.p95:.0f} ms | "
            f"{busiest} {evening.busy[busiest]:.0%} |"
        )
    per = 1000 * SHARE * TURNS / HOUR * (costs.web + costs.rasa + costs.database) / 1000
    print(f"For 1,000 people in cells: {per:.3f} cores in the evening hour")
    return 0
