"""One run of one side: start, warm up, 10 persons, 50 persons, weigh, stop."""

from __future__ import annotations

from dataclasses import dataclass

from bench.alone import Alone, measure_alone
from bench.load import Outcome, run_load
from bench.machine import Say
from bench.sides import RunningSide, Start

FEW, MANY = 10, 50


@dataclass(frozen=True)
class Run:
    """What one run of one side came to; memory in MiB by part, processor time in ms a turn."""

    start: Start
    few: Outcome
    many: Outcome
    memory: dict[str, float]
    cpu_ms: float
    alone: Alone | None = None

    @property
    def failures(self) -> dict[str, int]:
        """What went wrong, how often."""
        return dict(self.few.failures + self.many.failures)


async def run_side(side: RunningSide, each: int, say: Say, *, also_alone: bool = False) -> Run:
    """Everything that is measured of a side, on freshly started processes; ``each``: how many
    interviews a person gives, one after the other; ``also_alone``: measure what one person costs. Equal for both sides: persons who begin
    together crowd the same turns at first."""
    say(f"{side.name}: starting")
    start = await side.start()
    say(f"{side.name}: first answer after {start.first_answer:.1f} s")
    try:
        await _load(side, FEW, 1)  # warm-up
        used = side.cpu_seconds()
        few = await _load(side, FEW, each)
        _tell(side, few, say)
        many = await _load(side, MANY, each)
        _tell(side, many, say)
        turns = len(few.latencies) + len(many.latencies)
        cpu = side.cpu_seconds() - used
        memory = side.memory_mb()
        alone = await measure_alone(side) if also_alone else None
    finally:
        await side.stop()
    return Run(start, few, many, memory, 1000 * cpu / max(1, turns), alone)


async def _load(side: RunningSide, people: int, each: int) -> Outcome:
    everyone = await side.people(people * each)
    groups = [everyone[place::people] for place in range(people)]
    return await run_load(groups, side.script)


def _tell(side: RunningSide, outcome: Outcome, say: Say) -> None:
    say(
        f"{side.name}: {outcome.people} at once: {outcome.throughput:.1f} turns/s, "
        f"{outcome.finished} interviews, {outcome.failures.total()} failures"
    )
    for what, times in outcome.failures.most_common(5):
        say(f"  {times} x {what}")
    if outcome.failures:
        for line in side.complaints():
            say(f"  {side.name} | {line}")
