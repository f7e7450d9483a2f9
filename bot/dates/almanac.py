"""The calendar behind the words: feasts of the Finnish year, weeks, months.

Kept apart from the grammar so that what a word means on a given day can be checked
without any text. Every function answers None where a calendar has no answer: a wrong
date would send somebody to the wrong day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Span = tuple[dt.date, dt.date]

_DAY = dt.timedelta(days=1)


def day(year: int, month: int, number: int) -> dt.date | None:
    """The date, or None for the thirtieth of February and its like."""
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def next_day(month: int, number: int, today: dt.date) -> dt.date | None:
    """The next such day after today. Today's own date is doubtful (today or a year on): None."""
    this_year = day(today.year, month, number)
    if this_year is not None and this_year > today:
        return this_year
    if this_year == today:
        return None
    return day(today.year + 1, month, number)


def add_months(start: dt.date, months: int) -> dt.date | None:
    """The same day some months on, None where that month is too short."""
    index = start.month - 1 + months
    return day(start.year + index // 12, index % 12 + 1, start.day)


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    first_of_next = dt.date(year + month // 12, month % 12 + 1, 1)
    return first_of_next - _DAY


def month_span(month: int, year: int | None, today: dt.date) -> Span:
    """A whole month, the present or next one to come if no year is said."""
    if year is None:
        year = today.year if month >= today.month else today.year + 1
    return dt.date(year, month, 1), month_end(year, month)


def week_span(weeks: int, today: dt.date) -> Span:
    """The ISO week so many weeks on."""
    monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=weeks)
    return monday, monday + dt.timedelta(days=6)


def weekday_in_week(weekday: int, weeks: int, today: dt.date) -> dt.date:
    """A weekday of the ISO week so many weeks on."""
    return week_span(weeks, today)[0] + dt.timedelta(days=weekday)


def coming_weekday(weekday: int, today: dt.date) -> dt.date:
    """The next such weekday; today's own name means a week from today."""
    return today + dt.timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date | None:
    """The nth such weekday of a month; -1 is the last one."""
    if nth == -1:
        end = month_end(year, month)
        return end - dt.timedelta(days=(end.weekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    found = first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    skipped = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - skipped - of_century % 4) % 7
    late = (golden + 11 * skipped + 22 * to_sunday) // 451
    month, number = divmod(skipped + to_sunday - 7 * late + 114, 31)
    return dt.date(year, month, number + 1)


def _fixed(month: int, number: int) -> Callable[[int], dt.date]:
    return lambda year: dt.date(year, month, number)


def _from_easter(days: int) -> Callable[[int], dt.date]:
    return lambda year: easter(year) + dt.timedelta(days=days)


def _weekday_from(month: int, number: int, weekday: int) -> Callable[[int], dt.date]:
    """The first such weekday on or after a day."""

    def feast(year: int) -> dt.date:
        start = dt.date(year, month, number)
        return start + dt.timedelta(days=(weekday - start.weekday()) % 7)

    return feast


FEASTS: dict[str, Callable[[int], dt.date]] = {
    "new_year": _fixed(1, 1),
    "epiphany": _fixed(1, 6),
    "valentine": _fixed(2, 14),
    "womens": _fixed(3, 8),
    "maundy": _from_easter(-3),
    "good_friday": _from_easter(-2),
    "easter": _from_easter(0),
    "easter_monday": _from_easter(1),
    "may_eve": _fixed(4, 30),
    "may_day": _fixed(5, 1),
    "ascension": _from_easter(39),
    "pentecost": _from_easter(49),
    "mothers": _weekday_from(5, 8, 6),
    "midsummer_eve": _weekday_from(6, 19, 4),
    "midsummer": _weekday_from(6, 20, 5),
    "all_saints": _weekday_from(10, 31, 5),
    "fathers": _weekday_from(11, 8, 6),
    "independence": _fixed(12, 6),
    "lucia": _fixed(12, 13),
    "eve_of_eve": _fixed(12, 23),
    "christmas_eve": _fixed(12, 24),
    "christmas": _fixed(12, 25),
    "boxing": _fixed(12, 26),
    "new_years_eve": _fixed(12, 31),
}

# Stretches of the year that people name without meaning one day: (month, day) to (month, day).
_SEASONS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "spring": ((2, 15), (5, 31)),
    "summer": ((5, 15), (8, 31)),
    "autumn": ((8, 15), (11, 30)),
    "winter": ((11, 1), (3, 31)),
    "christmas_time": ((12, 23), (12, 27)),
    "midsummer_time": ((6, 18), (6, 27)),
}


def feast(name: str, today: dt.date) -> dt.date:
    """The next such feast, today included: who names a feast on its day means today."""
    rule = FEASTS[name]
    this_year = rule(today.year)
    return this_year if this_year >= today else rule(today.year + 1)


def season(name: str, today: dt.date) -> Span:
    """The present or next stretch of that name."""
    if name == "weekend":
        saturday = weekday_in_week(5, 0, today)
        return saturday, saturday + _DAY
    (from_month, from_day), (to_month, to_day) = _SEASONS[name]
    for year in (today.year - 1, today.year, today.year + 1):
        start = dt.date(year, from_month, from_day)
        wraps = to_month < from_month
        end = dt.date(year + wraps, to_month, to_day)
        if end >= today:
            return start, end
    raise AssertionError("a season of next year always ends after today")
