"""Whether a chance of 0.7 comes true seven times of ten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scripts.evaluate.measures import Pair

BINS = 10

Chance = tuple[float, bool]
"""What was said, and whether it was so."""


@dataclass(frozen=True)
class Calibration:
    """Expected calibration error of some chances."""

    name: str
    error: float
    chances: int


def calibrations(pairs: Iterable[Pair]) -> list[Calibration]:
    """Of the area chances and of the intent; each reading must be Rasa's own, with chances.

    Most area chances are near 0 and right, which hides the others: those of the areas
    that were said stand beside them.
    """
    pairs = list(pairs)
    areas = list(area_chances(pairs))
    rows = (
        ("area chances, every line and area", areas),
        ("area chances, those said (over 0.5)", [c for c in areas if c[0] > 0.5]),
        ("intent confidence", list(intent_chances(pairs))),
    )
    return [Calibration(name, calibration_error(found), len(found)) for name, found in rows]


def area_chances(pairs: Iterable[Pair]) -> Iterator[Chance]:
    """One for each area of each line that is there to measure needs."""
    for line, found in pairs:
        if line.topic == "needs":
            for area, chance in found["area_scores"].items():
                yield chance, area in line.areas


def intent_chances(pairs: Iterable[Pair]) -> Iterator[Chance]:
    """The confidence of the intent that was taken, on lines that measure intents."""
    for line, found in pairs:
        if line.topic == "intents":
            yield found["intent_confidence"], found["intent"] == line.intent


def calibration_error(chances: Iterable[Chance], bins: int = BINS) -> float:
    """How far, on average over all chances, a bin's mean chance is from its share of true
    ones. The bins are equally wide from 0 to 1; nan without chances."""
    sums = [(0, 0.0, 0)] * bins
    for chance, true in chances:
        which = min(int(chance * bins), bins - 1)
        count, total, came_true = sums[which]
        sums[which] = (count + 1, total + chance, came_true + true)
    everything = sum(count for count, _, _ in sums)
    if not everything:
        return float("nan")
    return sum(abs(total - came_true) for _, total, came_true in sums) / everything
