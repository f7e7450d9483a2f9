"""What a matched row of words means: one small function for each meaning.

The patterns in data/dates name these functions. Each takes the day the text was written and
the values the pattern picked out, and gives mentions, or None where the row means nothing
after all, so that a shorter row may be tried.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.dates import almanac

# A date so far off is a slip of the pen or a year of birth.
_FARTHEST_YEARS = 20


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of text that speaks of a date or time; the judge decides what it is worth.

    kind: date, weekday (bare), span (vague), bad (kills the date), past, void;
    time, badtime; part (of the day); habit_day, habit_part (every Monday, mornings).
    """

    kind: str
    value: Any = None
    part: str | None = None
    future: bool = False
    start: int = 0
    end: int = 0
    weak: str = ""
    lang: str = ""
    week: almanac.Span | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as said. `literal`: not to be moved to the daytime; `figures`: written 6.30."""

    minutes: int
    literal: bool = False
    figures: bool = False


# Which day a midnight belongs to is doubtful, unlike "kello 00".
MIDNIGHT = Clock(24 * 60, literal=True)

Made = Mention | None


def _date(found: dt.date | None, today: dt.date) -> Mention:
    if found is None or found.year - today.year > _FARTHEST_YEARS:
        return Mention("bad")
    return Mention("past") if found < today else Mention("date", found)


def numeric(today: dt.date, date: tuple[int, int, int | None]) -> Made:
    """Figures: 26.2., 4.3.2027, 2027-03-04."""
    number, month, year = date
    if year is not None:
        if year > today.year + _FARTHEST_YEARS or year < today.year:
            return Mention("past")
        return _date(almanac.day(year, month, number), today)
    return _date(almanac.next_day(month, number, today) if 1 <= month <= 12 else None, today)


def slash(today: dt.date, date: tuple[int, int, None]) -> Made:
    """ "26/2" can only be a day and a month; "4/3" may be a fraction or the American way."""
    number, month, _ = date
    return Mention("void") if number <= 12 or (number, month) == (24, 7) else numeric(today, date)


def day_month(today: dt.date, day: int, month: int, year: int | None = None) -> Made:
    """The fifth of January."""
    return numeric(today, (day, month, year))


def day_in_month(today: dt.date, day: int, months: int) -> Made:
    """The fifteenth of this month (0), the next (1) or whichever comes first (-1)."""
    if not 1 <= day <= 31:
        return None
    if months < 0:
        months = 0 if day > today.day else 1
    index = today.month - 1 + months
    return _date(almanac.day(today.year + index // 12, index % 12 + 1, day), today)


def last_day(today: dt.date, month: int) -> Made:
    """The last day of a month."""
    return _date(almanac.month_span(month, None, today)[1], today)


def nth_weekday(today: dt.date, month: int, wd: int, nth: int = 0, last: int = 0) -> Made:
    """The first Monday of December."""
    nth = -1 if last else nth
    if nth != -1 and not 1 <= nth <= 5:
        return Mention("bad")
    first, _ = almanac.month_span(month, None, today)
    found = almanac.nth_weekday(first.year, month, wd, nth)
    if found is not None and found <= today:
        found = almanac.nth_weekday(first.year + 1, month, wd, nth)
    return _date(found, today)


def month_span(today: dt.date, month: int, year: int | None = None) -> Made:
    """Some time in March."""
    return Mention("span", almanac.month_span(month, year, today))


def week_span(today: dt.date, weeks: int) -> Made:
    """Next week."""
    return Mention("span", almanac.week_span(weeks, today))


def season(today: dt.date, span: str) -> Made:
    """In the spring, at Christmas, at the weekend."""
    return Mention("span", almanac.season(span, today))


def _weekday_part(value: int | str) -> tuple[int, str | None]:
    number, _, part = str(value).partition("/")
    return int(number), part or None


def _wd(wd: int | None, wp: str | None) -> tuple[int, str | None]:
    value = wd if wd is not None else wp
    if value is None:
        raise ValueError("a weekday pattern names wd or wp")
    return _weekday_part(value)


def weekday(today: dt.date, wd: int | None = None, wp: str | None = None, future: int = 0) -> Made:
    """A weekday alone: the next one. `future`: a form that only points ahead ("perjantaille")."""
    number, part = _wd(wd, wp)
    return Mention("weekday", number, part, future=bool(future))


def weekday_in_week(
    today: dt.date, weeks: int, wd: int | None = None, wp: str | None = None
) -> Made:
    """Wednesday of next week."""
    number, part = _wd(wd, wp)
    found = almanac.weekday_in_week(number, weeks, today)
    week = almanac.week_span(weeks, today)
    return replace(_date(found, today), part=part, future=True, week=week)


def next_weekday(today: dt.date, wd: int | None = None, wp: str | None = None) -> Made:
    """ "Next Friday" said on a Tuesday means one Friday to some and another to others: none."""
    number, part = _wd(wd, wp)
    if number > today.weekday():
        return Mention("bad", number, part)
    return Mention("date", almanac.weekday_in_week(number, 1, today), part, future=True)


def this_weekday(today: dt.date, wd: int | None = None, wp: str | None = None) -> Made:
    """This Friday: of this week, and only if it is still ahead."""
    number, part = _wd(wd, wp)
    if number <= today.weekday():
        return Mention("bad", number, part)
    return Mention("date", almanac.weekday_in_week(number, 0, today), part, future=True)


def relday(today: dt.date, rd: int | str) -> Made:
    """Today, tomorrow morning."""
    number, part = _weekday_part(rd)
    return Mention("date", today + dt.timedelta(days=number), part, future=number > 0)


def offset(today: dt.date, unit: str, n: int, base: int = 0) -> Made:
    """An exact count of days, weeks or months from today or from tomorrow."""
    start = today + dt.timedelta(days=base)
    if n < 1 or n > {"day": 400, "week": 60, "month": 18}[unit]:
        return Mention("bad")
    if unit == "month":
        return replace(_date(almanac.add_months(start, n), today), future=True)
    return Mention("date", start + dt.timedelta(**{f"{unit}s": n}), future=True)


def offset_weekday(today: dt.date, wd: int, n: int) -> Made:
    """ "Friday in two weeks": clear only if counting from today or from Friday gives the same."""
    if wd < today.weekday():
        return Mention("bad", wd)
    return Mention("date", almanac.weekday_in_week(wd, n, today), future=True)


def weekday_plus(today: dt.date, wd: int, n: int) -> Made:
    """ "A week from Monday", "Monday week": counted from the coming Monday."""
    return Mention("date", almanac.coming_weekday(wd, today) + dt.timedelta(weeks=n), future=True)


def holiday(today: dt.date, hol: str) -> Made:
    """A feast with a date."""
    return Mention("date", almanac.feast(hol, today), future=True)


def clock(
    today: dt.date,
    h: int | None = None,
    m: int = 0,
    t: tuple[int, int, bool] | None = None,
    ampm: str | None = None,
    literal: bool = False,
) -> Made:
    """Hours and minutes; with am or pm nothing is left to guess."""
    figures = t is not None
    if t is not None:
        h, m, literal = t
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


def half(today: dt.date, h: int, before: int = 0, after: int = 0) -> Made:
    """ "Puoli kolme", "halv tre": half an hour before three; "fem i halv tre" five minutes earlier."""
    return to(today, h, 30 + before - after)


def to(today: dt.date, h: int, m: int = 15) -> Made:
    """A quarter to five."""
    if not 1 <= h <= 24 or not 0 < m < 60:
        return Mention("badtime")
    return Mention("time", Clock(h * 60 - m, h > 13 or h == 24))


def past_hour(today: dt.date, h: int, m: int = 15) -> Made:
    """Ten past two."""
    if not 0 <= h <= 23 or not 0 < m < 60:
        return Mention("badtime")
    return Mention("time", Clock(h * 60 + m, h > 12 or h == 0))


def to_five(today: dt.date, h: int, m: int) -> Made:
    """ "Ten to three", but "2 to 3" is a range: minutes are said in fives."""
    return to(today, h, m) if m % 5 == 0 and m < 30 and h <= 12 else Mention("badtime")


def past_five(today: dt.date, h: int, m: int) -> Made:
    """ "Ten past two", as above."""
    return past_hour(today, h, m) if m % 5 == 0 and m < 30 and h <= 12 else Mention("badtime")


def clock_part(today: dt.date, h: int, part: str) -> Made:
    """ "Seven in the evening"."""
    made = clock(today, h)
    return replace(made, part=part) if made is not None else None


def weekday_days(today: dt.date, wd: int, n: int) -> Made:
    """ "Onsdag om åtta dagar" is a week from Wednesday; other counts say nothing clear."""
    return weekday_plus(today, wd, 1) if n == 8 else Mention("bad")


def noon(today: dt.date) -> Made:
    """Twelve in the day."""
    return Mention("time", Clock(12 * 60, True))


def midnight(today: dt.date) -> Made:
    """Which day a midnight belongs to is anybody's guess; the hour is not."""
    return Mention("time", MIDNIGHT)


def part(today: dt.date, part: str) -> Made:
    """In the afternoon."""
    return Mention("part", part)


def habit_day(today: dt.date, wd: int) -> Made:
    """On Mondays."""
    return Mention("habit_day", wd)


def habit_part(today: dt.date, part: str) -> Made:
    """In the mornings."""
    return Mention("habit_part", part)


def _plain(kind: str) -> Callable[..., Made]:
    return lambda today, **_: Mention(kind)


MAKERS: dict[str, Callable[..., Made]] = {
    f.__name__: f
    for f in (
        numeric, slash, day_month, day_in_month, last_day, nth_weekday, month_span, week_span, season, weekday,
        weekday_in_week, next_weekday, this_weekday, relday, offset, offset_weekday, weekday_plus, holiday,
        clock, half, to, past_hour, to_five, past_five, clock_part, weekday_days,
        noon, midnight, part, habit_day, habit_part,
    )
}  # fmt: skip
for _kind in ("bad", "badtime", "past", "void"):
    MAKERS[_kind] = _plain(_kind)
MAKERS["vague"] = _plain("bad")
