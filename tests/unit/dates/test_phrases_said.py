"""Dates and times are said in words, in Helsinki time."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.dates.phrases import say_date, say_time, say_when

SAID = [
    ("fi", "tiistaina 1.12. kello 14"),
    ("sv", "tisdag 1.12 klockan 14"),
    ("en", "Tuesday 1 December at 14.00"),
]


@pytest.mark.parametrize(("lang", "said"), SAID)
def test_a_moment_is_said_in_helsinki_time(lang: str, said: str) -> None:
    assert say_when(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC), lang) == said


def test_summer_time_is_three_hours_from_utc() -> None:
    assert say_when(dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC), "fi") == "tiistaina 1.6. kello 15"


def test_the_night_the_clocks_change_follows_the_clock_on_the_wall() -> None:
    before = dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC)
    assert say_when(before, "fi") == "sunnuntaina 28.3. kello 02.30"
    assert say_when(before + dt.timedelta(hours=1), "fi") == "sunnuntaina 28.3. kello 04.30"


def test_a_moment_without_zone_is_utc() -> None:
    assert say_when(dt.datetime(2026, 11, 30, 22, 30), "fi") == "tiistaina 1.12. kello 00.30"  # noqa: DTZ001 -- the case


@pytest.mark.parametrize(
    ("lang", "time", "said"),
    [
        ("fi", dt.time(9), "kello 9"), ("fi", dt.time(9, 30), "kello 9.30"),
        ("fi", dt.time(6), "kello 06"), ("sv", dt.time(14, 15), "klockan 14.15"),
        ("en", dt.time(2, 30), "at 02.30"),
    ],
)  # fmt: skip
def test_a_time_is_said_so_that_it_is_read_the_same(lang: str, time: dt.time, said: str) -> None:
    assert say_time(time, lang) == said


def test_a_date_is_said_with_its_weekday() -> None:
    assert say_date(dt.date(2027, 5, 1), "en") == "Saturday 1 May"
