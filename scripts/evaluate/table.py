"""How the figures are printed."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.evaluate.calibration import Calibration
from scripts.evaluate.cost import Cost
from scripts.evaluate.measures import Measure


def print_table(rows: Sequence[Measure]) -> None:
    """One row a measure."""
    for row in rows:
        print(
            f"  {row.name:<36} {row.value:6.3f}  ({row.low:.3f} to {row.high:.3f},"
            f" {row.lines} lines; goal {row.goal})"
        )


def print_calibrations(rows: Sequence[Calibration]) -> None:
    """Expected calibration errors."""
    for row in rows:
        print(f"  ECE: {row.name:<36} {row.error:.3f}  ({row.chances} chances)")


def print_costs(rows: Sequence[Cost]) -> None:
    """Milliseconds of one core."""
    for row in rows:
        print(
            f"  {row.name:<20} median {row.median:6.1f} ms, p95 {row.high:6.1f} ms"
            f"  ({row.texts} texts; goal under {row.goal:g} ms)"
        )


def print_memory(megabytes: float, goal: float) -> None:
    """Of a served Rasa."""
    print(f"  {'memory of Rasa':<20} {megabytes:.0f} MB resident  (goal under {goal:g} MB)")
