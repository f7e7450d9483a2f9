"""What matched words about days mean: one small function for each meaning.

The patterns in data/dates name these functions. Each takes the day the text was written and
the values the pattern picked out. None: the row means nothing after all, and a shorter one
may be tried.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from bot.dates import almanac
from bot.dates.mention import Made, Mention

# A date so far off is a slip of the pen or a year of birth.
_FARTHEST_YEARS = 20
# Written with a slash, these are parts, or all day and all week.
_FRACTIONS = {(24, 7), (1, 2), (1, 3), (2, 3), (1, 4), (3, 4)}
# What a bare number behind a weekday can be an hour of.
_FIRST_HOUR, _LAST_HOUR = 7, 18


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
    """Slashes: "26/2" can only be a day and a month; "4/3" may be a fraction or the American way."""
    number, month, _ = date
    if (number, month) in _FRACTIONS:
        return Mention("void")
    return Mention("bad") if number <= 12 else numeric(today, date)


def weekday_slash(today: dt.date, wd: int, date: tuple[int, int, None]) -> Made:
    """A weekday vouches for a day and month with a slash: "Monday 7/12"."""
    number, month, _ = date
    made = numeric(today, (number, month, None))
    fits = made is not None and made.kind == "date" and made.value.weekday() == wd
    return made if fits else Mention("bad")


def slash_year(today: dt.date, date: tuple[int, int, None], year: int) -> Made:
    """A slash and a year: "5/2 2027"."""
    return numeric(today, (date[0], date[1], year))


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


def last_day_in(today: dt.date, months: int) -> Made:
    """The last day of this month (0) or the next (1)."""
    index = today.month - 1 + months
    return _date(almanac.month_end(today.year + index // 12, index % 12 + 1), today)


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


def weekday(wd: int | None = None, wp: str | None = None, future: int = 0) -> Made:
    """A weekday alone: the next one. `future`: a form that only points ahead ("perjantaille")."""
    number, part = _wd(wd, wp)
    return Mention("weekday", number, part, future=bool(future))


def _that_weekday(today: dt.date, wd: int, day: int) -> dt.date | None:
    """The one Friday the fourth of the next two months, if there is one."""
    days = (today + dt.timedelta(days=n) for n in range(1, 62))
    found = [d for d in days if d.day == day and d.weekday() == wd]
    return found[0] if len(found) == 1 else None


def weekday_day(today: dt.date, wd: int, day: int) -> Made:
    """Friday the fourth: only if a Friday that is near falls on a fourth."""
    found = _that_weekday(today, wd, day)
    return Mention("date", found) if found else Mention("bad")


def weekday_number(today: dt.date, wd: int, day: int) -> Made:
    """A weekday and a bare number: a day of the month if it fits, an hour if it can be one."""
    coming = almanac.coming_weekday(wd, today)
    if coming.day == day:
        return Mention("date", coming)
    is_hour = _FIRST_HOUR <= day <= _LAST_HOUR
    if _that_weekday(today, wd, day) or not is_hour:
        return Mention("bad")
    return Mention("weekday", wd)


def weekday_in_week(
    today: dt.date, weeks: int, wd: int | None = None, wp: str | None = None
) -> Made:
    """Wednesday of next week."""
    number, part = _wd(wd, wp)
    found = almanac.weekday_in_week(number, weeks, today)
    week = almanac.week_span(weeks, today)
    return replace(_date(found, today), part=part, future=True, week=week)


def next_weekday(today: dt.date, wd: int | None = None, wp: str | None = None) -> Made:
    """Next Friday, said on a Tuesday, means one Friday to some and another to others: none."""
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
        return _date(almanac.add_months(start, n), today)
    return Mention("date", start + dt.timedelta(**{f"{unit}s": n}))


def offset_weekday(today: dt.date, wd: int, n: int) -> Made:
    """Friday in two weeks: clear only if counting from today or from Friday gives the same."""
    if wd < today.weekday():
        return Mention("bad", wd)
    return Mention("date", almanac.weekday_in_week(wd, n, today), future=True)


def weekday_plus(today: dt.date, wd: int, n: int) -> Made:
    """A week from Monday, "Monday week": counted from the coming Monday."""
    return Mention("date", almanac.coming_weekday(wd, today) + dt.timedelta(weeks=n), future=True)


def holiday(today: dt.date, hol: str, year: int | None = None) -> Made:
    """A feast with a date."""
    if year is None:
        return Mention("date", almanac.feast(hol, today))
    return _date(almanac.FEASTS[hol](year), today)


def weekday_days(today: dt.date, wd: int, n: int) -> Made:
    """Swedish "onsdag om åtta dagar" is a week from Wednesday; other counts say nothing clear."""
    return weekday_plus(today, wd, 1) if n == 8 else Mention("bad")


def week_of_year(today: dt.date, number: int, wd: int | None = None) -> Made:
    """Week 50, or its Tuesday: of this year or the next."""
    for year in (today.year, today.year + 1):
        try:
            monday = dt.date.fromisocalendar(year, number, 1)
        except ValueError:
            return Mention("bad")
        sunday = monday + dt.timedelta(days=6)
        if sunday >= today:
            break
    if wd is None:
        return Mention("span", (monday, sunday))
    return replace(_date(monday + dt.timedelta(days=wd), today), week=(monday, sunday))


def habit_day(wd: int) -> Made:
    """On Mondays."""
    return Mention("habit_day", wd)


# Meanings that depend on the day the text was written, and those that do not.
DATED: dict[str, Callable[..., Made]] = {
    made.__name__: made
    for made in (
        numeric,
        slash,
        weekday_slash,
        slash_year,
        day_month,
        day_in_month,
        last_day,
        last_day_in,
        week_of_year,
        nth_weekday,
        month_span,
        week_span,
        season,
        weekday_in_week,
        weekday_day,
        weekday_number,
        next_weekday,
        this_weekday,
        relday,
        offset,
        offset_weekday,
        weekday_plus,
        holiday,
        weekday_days,
    )
}
TIMELESS: dict[str, Callable[..., Made]] = {"weekday": weekday, "habit_day": habit_day}
