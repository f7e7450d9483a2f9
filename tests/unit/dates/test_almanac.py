"""The Finnish calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.dates import almanac, read_date

FEASTS = [
    ("easter", 2026, (4, 5)), ("easter", 2027, (3, 28)), ("easter", 2038, (4, 25)),
    ("good_friday", 2027, (3, 26)), ("ascension", 2027, (5, 6)), ("pentecost", 2027, (5, 16)),
    ("midsummer_eve", 2026, (6, 19)), ("midsummer_eve", 2027, (6, 25)), ("midsummer", 2027, (6, 26)),
    ("mothers", 2027, (5, 9)), ("fathers", 2026, (11, 8)), ("all_saints", 2026, (10, 31)),
    ("all_saints", 2027, (11, 6)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "year", "day"), FEASTS)
def test_feast_falls_on_its_day(name: str, year: int, day: tuple[int, int]) -> None:
    assert almanac.FEASTS[name](year) == dt.date(year, *day)


def test_a_feast_on_its_own_day_is_today() -> None:
    eve = dt.date(2026, 12, 24)
    assert almanac.feast("christmas_eve", eve) == eve
    assert almanac.feast("christmas_eve", eve + dt.timedelta(days=1)) == dt.date(2027, 12, 24)


def test_a_month_added_to_a_long_day_is_doubtful() -> None:
    assert almanac.add_months(dt.date(2026, 12, 31), 2) is None
    assert almanac.add_months(dt.date(2026, 12, 24), 2) == dt.date(2027, 2, 24)


FRIDAY, SUNDAY, NEW_YEARS_EVE = dt.date(2026, 11, 27), dt.date(2026, 11, 29), dt.date(2026, 12, 31)
OTHER_DAYS = [
    (FRIDAY, "fi", "perjantaina", "2026-12-04"),
    (FRIDAY, "fi", "tänään perjantaina", "2026-11-27"),
    (FRIDAY, "fi", "ensi maanantaina", "2026-11-30"),
    (FRIDAY, "fi", "ensi viikon maanantaina", "2026-11-30"),
    (FRIDAY, "fi", "ensi lauantaina", None),
    (FRIDAY, "fi", "tämän viikon lauantaina", "2026-11-28"),
    (FRIDAY, "fi", "tämän viikon torstaina", None),
    (FRIDAY, "sv", "nästa onsdag", "2026-12-02"),
    (FRIDAY, "en", "next Friday", "2026-12-04"),
    (SUNDAY, "fi", "maanantaina", "2026-11-30"),
    (SUNDAY, "fi", "ensi viikon sunnuntaina", "2026-12-06"),
    (SUNDAY, "fi", "ensi tiistaina", "2026-12-01"),
    (SUNDAY, "fi", "huomenna", "2026-11-30"),
    (SUNDAY, "en", "Monday week", "2026-12-07"),
    (NEW_YEARS_EVE, "fi", "huomenna", "2027-01-01"),
    (NEW_YEARS_EVE, "fi", "31.12.", None),
    (NEW_YEARS_EVE, "fi", "torstaina 31.12.", None),
    (NEW_YEARS_EVE, "fi", "uudenvuodenaattona", "2026-12-31"),
    (NEW_YEARS_EVE, "sv", "om två månader", None),
    (NEW_YEARS_EVE, "en", "in two weeks", "2027-01-14"),
    (NEW_YEARS_EVE, "fi", "viikolla 1 maanantaina", "2027-01-04"),
    (NEW_YEARS_EVE, "fi", "ensi kuun 5. päivä", "2027-01-05"),
]


@pytest.mark.parametrize(("today", "lang", "text", "date"), OTHER_DAYS)
def test_a_date_depends_on_the_day_it_is_written(
    today: dt.date, lang: str, text: str, date: str | None
) -> None:
    found = read_date(text, lang, today).date
    assert (str(found) if found else None) == date
