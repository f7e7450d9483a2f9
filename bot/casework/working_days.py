"""Working days: Monday to Friday without Finnish public holidays."""

from __future__ import annotations

import datetime as dt

from bot.casework.public_holidays import is_public_holiday

_DAY = dt.timedelta(days=1)
# Longer waits are all the same to the reader.
MOST = 99


def is_working_day(day: dt.date) -> bool:
    """Whether offices are open."""
    return day.weekday() < 5 and not is_public_holiday(day)


def first_working_day(day: dt.date) -> dt.date:
    """That day, or the first working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def add_working_days(day: dt.date, number: int) -> dt.date:
    """The working day that many working days after ``day``."""
    for _ in range(number):
        day = first_working_day(day + _DAY)
    return day


def working_days(since: dt.date, today: dt.date) -> int:
    """Working days after ``since`` up to and with ``today``, at most MOST."""
    days = min((today - since).days, MOST * 2)
    later = [since + dt.timedelta(days=n) for n in range(1, days + 1)]
    return min(sum(map(is_working_day, later)), MOST)
