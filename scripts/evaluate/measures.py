"""The figures of the table, each with the bounds between which it lies 95 times of 100."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.evaluate.lines import Line

Pair = tuple[Line, dict[str, Any]]
RESAMPLES = 500


@dataclass(frozen=True)
class Measure:
    """One row: its value, its bounds, how many lines it rests on, what it should reach."""

    name: str
    value: float
    low: float
    high: float
    lines: int
    goal: str


def measures(pairs: Sequence[Pair]) -> list[Measure]:
    """All rows of the table for one language."""
    told = [p for p in pairs if p[0].topic == "needs"]
    crisis = [p for p in pairs if p[0].crisis is not None]
    hard = [p for p in pairs if p[0].topic == "hard_negatives"]
    calm = [p for p in pairs if p[0].topic in ("needs", "intents") and p[0].crisis is None]
    found = [p for p in crisis if p[1]["crisis"] is not None]
    intents = [p for p in pairs if p[0].topic == "intents"]
    dates = [p for p in pairs if p[0].date is not None or p[0].time is not None]
    rows = [
        ("needs: micro-F1", told, micro_f1, ">= 0.90"),
        ("needs: exact set", told, _share(_exact), ">= 0.80"),
        ("intents: accuracy", intents, _share(_intent), ">= 0.92"),
        ("crisis: recall", crisis, _share(_alarm), ">= 0.99"),
        ("crisis: alarms on hard negatives", hard, _share(_alarm), "<= 0.05"),
        ("crisis: alarms on ordinary lines", calm, _share(_alarm), "<= 0.002"),
        ("crisis: kind, among those found", found, _share(_kind), ">= 0.90"),
        ("dates: right, of those given", dates, _share(_when), ">= 0.90"),
        ("dates: wrong date or time, of all", list(pairs), _share(_wrong_when), "0"),
    ]
    return [_measure(name, chosen, rule, goal) for name, chosen, rule, goal in rows]


def micro_f1(pairs: Sequence[Pair]) -> float:
    """Over all areas of all lines together."""
    right = sum(len(line.areas & set(found["areas"])) for line, found in pairs)
    total = sum(len(line.areas) + len(found["areas"]) for line, found in pairs)
    return 2 * right / total if total else 1.0


def _measure(
    name: str, pairs: Sequence[Pair], rule: Callable[[Sequence[Pair]], float], goal: str
) -> Measure:
    if not pairs:
        return Measure(name, float("nan"), float("nan"), float("nan"), 0, goal)
    chance = random.Random(1)
    values = sorted(rule(chance.choices(pairs, k=len(pairs))) for _ in range(RESAMPLES))
    low, high = values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES)]
    return Measure(name, rule(pairs), low, high, len(pairs), goal)


def _share(holds: Callable[[Pair], bool]) -> Callable[[Sequence[Pair]], float]:
    return lambda pairs: sum(holds(pair) for pair in pairs) / len(pairs)


def _exact(pair: Pair) -> bool:
    return pair[0].areas == frozenset(pair[1]["areas"])


def _intent(pair: Pair) -> bool:
    return bool(pair[0].intent == pair[1]["intent"])


def _alarm(pair: Pair) -> bool:
    return pair[1]["crisis"] is not None


def _kind(pair: Pair) -> bool:
    return bool(pair[0].crisis == pair[1]["crisis"])


def _when(pair: Pair) -> bool:
    return (pair[0].date, pair[0].time) == (pair[1]["date"], pair[1]["time"])


def _wrong_when(pair: Pair) -> bool:
    """Something was read that a careful person would not have read so."""
    line, found = pair
    wrong_date = found["date"] is not None and found["date"] != line.date
    return wrong_date or (found["time"] is not None and found["time"] != line.time)
