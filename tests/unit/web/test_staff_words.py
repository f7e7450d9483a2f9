"""Days and times as staff write and read them."""

import datetime as dt

import pytest

from bot.casework.errors import BadInput
from bot.casework.people import OpenHours
from bot.casework.working_days import working_days
from bot.content import load_texts
from bot.settings import ROOT
from bot.web.staff import open_hours, read_day, read_moment, say_day, say_hour

NINE, THREE, NOON = dt.time(9), dt.time(15), dt.time(12)


@pytest.fixture(scope="module")
def texts():
    return load_texts(ROOT / "data/texts")


@pytest.mark.parametrize("typed", ["3.12.2026", "03.12.2026", " 3.12.2026 ", "2026-12-03"])
def test_a_day_is_read_as_people_type_it(typed):
    assert read_day(typed) == dt.date(2026, 12, 3)


@pytest.mark.parametrize("typed", ["", "3.12.", "12/3/2026", "31.11.2026", "huomenna", "3.12.26"])
def test_a_day_that_could_be_another_one_is_not_guessed(typed):
    with pytest.raises(BadInput):
        read_day(typed)


@pytest.mark.parametrize("typed", ["10.00", "10:00", "10"])
def test_a_time_of_day_is_finnish_time(typed):
    moment = read_moment("27.11.2026", typed)
    assert moment.astimezone(dt.UTC) == dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize("typed", ["", "25.00", "aamulla"])
def test_what_is_no_time_of_day_is_refused(typed):
    with pytest.raises(BadInput):
        read_moment("27.11.2026", typed)


def test_an_hour_that_the_clocks_leave_out_is_not_taken_for_the_next_one():
    for typed in ("3.00", "3.30", "3.59"):
        with pytest.raises(BadInput):
            read_moment("28.3.2027", typed)
    assert read_moment("28.3.2027", "4").astimezone(dt.UTC).hour == 1
    assert read_moment("25.10.2026", "3.30").astimezone(dt.UTC).hour == 0
    assert read_moment("1.1.0001", "3.30").year == 1


@pytest.mark.parametrize(
    ("lang", "day", "hour"),
    [
        ("fi", "to 3.12.2026", "0.30"),
        ("sv", "tors 3.12.2026", "0.30"),
        ("en", "Thu 3 Dec 2026", "00:30"),
    ],
)
def test_a_late_evening_in_utc_is_the_next_day_in_finland(texts, lang, day, hour):
    moment = "2026-12-02T22:30:00Z"
    assert say_day(texts, lang, "day", moment) == day
    assert say_hour(texts, lang, moment) == hour


def test_days_with_the_same_hours_are_one_span(texts):
    week = [OpenHours(day, NINE, THREE) for day in range(5)]
    assert open_hours(texts, "fi", week) == "ma–pe 9.00–15.00"


def test_a_day_with_other_hours_stands_alone(texts):
    hours = [OpenHours(0, NINE, THREE), OpenHours(1, NINE, NOON), OpenHours(2, NINE, NOON)]
    assert open_hours(texts, "fi", hours) == "ma 9.00–15.00, ti–ke 9.00–12.00"


def test_a_day_between_is_not_promised(texts):
    hours = [OpenHours(0, NINE, THREE), OpenHours(2, NINE, THREE)]
    assert open_hours(texts, "fi", hours) == "ma 9.00–15.00, ke 9.00–15.00"


@pytest.mark.parametrize(
    ("since", "today", "days"),
    [
        (dt.date(2026, 11, 24), dt.date(2026, 11, 24), 0),
        (dt.date(2026, 11, 27), dt.date(2026, 11, 30), 1),
        # Independence day is a Sunday in 2026; Christmas Eve and the two days after it are free.
        (dt.date(2026, 12, 23), dt.date(2026, 12, 28), 1),
        (dt.date(2026, 11, 25), dt.date(2026, 11, 24), 0),
        (dt.date(2024, 1, 1), dt.date(2026, 1, 1), 99),
    ],
)
def test_waiting_counts_working_days_without_holidays(since, today, days):
    assert working_days(since, today) == days
