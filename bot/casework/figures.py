"""Figures that tell of no single person: small cells are hidden, also against subtraction."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# A count below this could tell of somebody whom the reader knows.
SMALLEST = 5
# Of so many at least is the longest tenth told; below, it would be one or two persons.
ENOUGH_FOR_TAIL = 10

Cells = Mapping[str, int]
Shown = dict[str, int | None]


def is_small(count: int) -> bool:
    """Whether it must be hidden: nobody at all tells of nobody."""
    return 0 < count < SMALLEST


def shown_total(total: int) -> int | None:
    """The total, unless it is small itself."""
    return None if is_small(total) else total


def hidden(cells: Cells) -> Shown:
    """The cells with the small ones None; and as many of the next smallest that what is left
    of a known total is never one small cell."""
    order = sorted((count, name) for name, count in cells.items() if count)
    gone = [name for count, name in order if is_small(count)]
    rest = [name for count, name in order if not is_small(count)]
    while gone and rest and (len(gone) < 2 or sum(cells[name] for name in gone) < SMALLEST):
        gone.append(rest.pop(0))
    return {name: None if name in gone else count for name, count in cells.items()}


def within(total: int | None, cells: Cells) -> Shown:
    """Cells that add up to ``total``: with a total that is hidden they are all hidden, for
    together they would tell it."""
    if total is None:
        return {name: None if count else 0 for name, count in cells.items()}
    return hidden(cells)


@dataclass(frozen=True)
class Share:
    """A share in per cent; exactly, or how much at least or at most when the rest is small."""

    percent: int | None = None
    bound: str = "exact"


def share(part: int, whole: int) -> Share:
    """Nothing at all of fewer than SMALLEST."""
    if whole < SMALLEST:
        return Share(None, "hidden")
    if is_small(whole - part):
        return Share(math.floor(100 * (whole - SMALLEST + 1) / whole), "at_least")
    if is_small(part):
        return Share(math.ceil(100 * (SMALLEST - 1) / whole), "at_most")
    return Share(round(100 * part / whole))


def percentile(values: Sequence[int], part: float) -> int | None:
    """The nearest rank; None of too few to tell."""
    needed = SMALLEST if part <= 0.5 else ENOUGH_FOR_TAIL
    if len(values) < needed:
        return None
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year. Periods never overlap: figures of two can't be subtracted."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        """The quarter of that day."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> dt.date:
        """The first day after it."""
        following = self.number % 4 + 1
        return dt.date(self.year + (following == 1), 3 * following - 2, 1)

    def back(self, quarters: int) -> Quarter:
        """So many quarters earlier."""
        index = self.year * 4 + self.number - 1 - quarters
        return Quarter(index // 4, index % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"
