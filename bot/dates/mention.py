"""What the grammar finds and the judge weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.dates.almanac import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of text that speaks of a date or time; the judge decides what it is worth.

    kind: date, weekday (bare), span (vague), bad (kills the date), past, void;
    time, badtime; part (of the day); habit_day, habit_part (every Monday, mornings).
    `future`: a form that cannot tell of the past. `mended`: read from a
    misspelling. `week`: set for the weekdays beside it.
    """

    kind: str
    value: Any = None
    part: str | None = None
    future: bool = False
    week: Span | None = None
    start: int = 0
    end: int = 0
    weak: str = ""
    lang: str = ""
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as said. `literal`: not to be moved to the daytime; `figures`: written 6.30."""

    minutes: int
    literal: bool = False
    figures: bool = False


# Which day a midnight belongs to is doubtful, unlike "kello 00".
MIDNIGHT = Clock(24 * 60, literal=True)

Made = Mention | None
