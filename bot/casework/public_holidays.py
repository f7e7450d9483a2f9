"""Finnish public holidays, behind one function: no meetings are offered on them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays


@lru_cache(maxsize=16)
def _of_year(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("FI", years=year))


def is_public_holiday(day: dt.date) -> bool:
    """Whether offices are closed on that day because of a holiday."""
    return day in _of_year(day.year)
