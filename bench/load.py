"""A closed-loop load: so many persons at once, each sends the next turn when the last is answered."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import aiohttp

from bench.script import Step

# A turn that takes longer has failed.
TURN_TIMEOUT = 60.0


class Refused(Exception):
    """An answer that is no answer to a turn; the message names the status, never words."""


# What may come instead of an answer.
FAULTS = (Refused, aiohttp.ClientError, OSError, TimeoutError, ValueError)


class Person(Protocol):
    """Somebody in an interview, whichever side leads it."""

    async def say(self, step: Step) -> str | None:
        """Send one turn and wait for the whole reply; the question that is asked now."""


@dataclass
class Outcome:
    """What one load came to. Only right turns count; a failed one ends its interview."""

    people: int
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    finished: int = 0
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def throughput(self) -> float:
        """Right turns in a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float | None:
        """Latency in milliseconds that this share of the turns did not exceed."""
        if not self.latencies:
            return None
        ordered = sorted(self.latencies)
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)] * 1000


async def run_load(groups: Sequence[Sequence[Person]], script: Sequence[Step]) -> Outcome:
    """Each group is a place in the queue: its interviews run one after the other,
    all groups at once."""
    outcome = Outcome(people=len(groups))
    began = time.perf_counter()
    await asyncio.gather(*(_one_after_the_other(group, script, outcome) for group in groups))
    outcome.seconds = time.perf_counter() - began
    return outcome


async def _one_after_the_other(
    group: Sequence[Person], script: Sequence[Step], outcome: Outcome
) -> None:
    for person in group:
        await interview(person, script, outcome)


async def interview(person: Person, script: Sequence[Step], outcome: Outcome) -> bool:
    """One interview to its end, or to its first failure; whether it was finished."""
    for number, step in enumerate(script, start=1):
        try:
            took = await turn(person, step)
        except FAULTS as error:
            what = str(error) if isinstance(error, Refused) else type(error).__name__
            outcome.failures[f"turn {number} ({step.asked}): {what}"] += 1
            return False
        outcome.latencies.append(took)
    outcome.finished += 1
    return True


async def turn(person: Person, step: Step) -> float:
    """One turn; how many seconds it took, if the right question came back."""
    began = time.perf_counter()
    async with asyncio.timeout(TURN_TIMEOUT):
        asked = await person.say(step)
    took = time.perf_counter() - began
    if asked != step.next:
        raise Refused(f"asked {asked}, not {step.next}")
    return took
