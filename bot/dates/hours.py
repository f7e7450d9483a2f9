"""What matched words about the clock mean: one small function for each meaning.

The patterns in data/dates name these functions and hand them the values they picked out.
None: the row means nothing after all, and a shorter one may be tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dates.mention import MIDNIGHT, Clock, Made, Mention


def clock(
    h: int | None = None,
    m: int = 0,
    t: tuple[int, int, bool] | None = None,
    ampm: str | None = None,
    literal: bool = False,
    figures: bool = False,
) -> Made:
    """Hours and minutes; with am or pm nothing is left to guess."""
    if t is not None:
        h, m, literal = t
        figures = True
    if h is None or h > 23 or m > 59:
        return Mention("badtime")
    if ampm:
        if not 1 <= h <= 12:
            return (
                Mention("badtime")
                if h > 12 and ampm == "am"
                else Mention("time", Clock(h * 60 + m, True))
            )
        h = h % 12 + (12 if ampm == "pm" else 0)
        literal = True
    return Mention("time", Clock(h * 60 + m, literal or h > 12 or h == 0, figures))


def bare_clock(t: tuple[int, int, bool]) -> Made:
    """Figures like "14.30" with no word for the clock: people meet at round minutes, other figures are amounts."""
    return clock(t=t) if t[1] % 5 == 0 else Mention("void")


def clock_and(h: int, m: int) -> Made:
    """Swedish "fjorton och trettio" is a time, "två och tre" are two."""
    return clock(h, m) if m > 12 else Mention("badtime")


def clock_quarter(h: int, m: int) -> Made:
    """Hours and minutes side by side: "two thirty"; other pairs of numbers are no time."""
    return clock(h, m) if m in (15, 30, 45) and h <= 12 else Mention("void")


def clock_joined(at: str) -> Made:
    """An hour with its part of the day in one word: "aamuviideltä"."""
    hour, _, said = at.partition("/")
    return clock_part(int(hour), said)


def half(h: int, before: int = 0, after: int = 0) -> Made:
    """Half an hour before: "puoli kolme", "halv tre"; half an hour before three; "fem i halv tre" five minutes earlier."""
    return to(h, 30 + before - after)


def to(h: int, m: int = 15) -> Made:
    """A quarter to five."""
    if not 1 <= h <= 24 or not 0 < m < 60:
        return Mention("badtime")
    return Mention("time", Clock(h * 60 - m, h > 13 or h == 24))


def past_hour(h: int, m: int = 15) -> Made:
    """Ten past two."""
    if not 0 <= h <= 23 or not 0 < m < 60:
        return Mention("badtime")
    return Mention("time", Clock(h * 60 + m, h > 12 or h == 0))


def to_five(h: int, m: int) -> Made:
    """Ten to three, but "2 to 3" is a range: minutes are said in fives."""
    stretch = m == 10 and h in (11, 12)
    return to(h, m) if m % 5 == 0 and m < 30 and h <= 12 and not stretch else Mention("badtime")


def to_figures(h: int, m: int) -> Made:
    """A row like "10 to 11" in figures is a stretch of time rather than 10.50."""
    return Mention("badtime") if m < h else to_five(h, m)


def past_five(h: int, m: int) -> Made:
    """Ten past two, as above."""
    return past_hour(h, m) if m % 5 == 0 and m < 30 and h <= 12 else Mention("badtime")


def clock_part(h: int, part: str) -> Made:
    """Seven in the evening."""
    made = clock(h)
    return replace(made, part=part) if made is not None else None


def noon() -> Made:
    """Twelve in the day."""
    return Mention("time", Clock(12 * 60, True))


def midnight() -> Made:
    """Which day a midnight belongs to is anybody's guess; the hour is not."""
    return Mention("time", MIDNIGHT)


def part(part: str) -> Made:
    """In the afternoon."""
    return Mention("part", part)


def habit_part(part: str) -> Made:
    """In the mornings."""
    return Mention("habit_part", part)


HOURS: dict[str, Callable[..., Made]] = {
    made.__name__: made
    for made in (
        clock, bare_clock, clock_and, clock_quarter, clock_joined, half, to, past_hour, to_five, to_figures, past_five,
        clock_part, noon, midnight, part, habit_part,
    )
}  # fmt: skip
