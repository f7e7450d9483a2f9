"""What holds for any text and any day."""

from __future__ import annotations

import datetime as dt
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dates import read_date, read_wish, reading
from bot.dates.lexicon import LANGS, lexicon
from bot.dates.phrases import HELSINKI, say_date, say_time, say_when
from tests.unit.dates.phrase_tables import TODAY

DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2040, 12, 31))
QUARTERS = st.builds(lambda q: dt.time(q // 4, q % 4 * 15), st.integers(0, 95))
WORDS = sorted(lexicon().words)
FIGURES = st.one_of(
    st.from_regex(r"[0-9]{1,2}\.[0-9]{1,2}\.?", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}[:./-][0-9]{1,4}[.-]?", fullmatch=True),
    st.integers(0, 3000).map(str),
)
WORDY = st.lists(st.one_of(st.sampled_from(WORDS), FIGURES), max_size=12).map(" ".join)


@given(text=st.one_of(st.text(max_size=300), WORDY), lang=st.sampled_from(LANGS), today=DAYS)
@settings(max_examples=1500, deadline=None)
def test_any_text_gives_no_error_and_no_date_before_today(
    text: str, lang: str, today: dt.date
) -> None:
    found = read_date(text, lang, today)
    assert found.date is None or found.date >= today
    wish = read_wish(text, lang, today)
    assert len(wish.options) <= 3
    for option in (*wish.options, *wish.unsuitable):
        assert option.date is None or option.date >= today


@given(day=st.integers(0, 99), month=st.integers(0, 99), lang=st.sampled_from(LANGS), today=DAYS)
@settings(max_examples=800, deadline=None)
def test_impossible_days_are_never_read(day: int, month: int, lang: str, today: dt.date) -> None:
    found = read_date(f"{day}.{month}.", lang, today).date
    if found is not None:
        assert (found.day, found.month) == (day, month)
        assert today < found <= today + dt.timedelta(days=366)


@given(
    today=DAYS, ahead=st.integers(1, 360), at=QUARTERS, lang=st.sampled_from(LANGS),
    page=st.sampled_from(LANGS),
)  # fmt: skip
@settings(max_examples=2500, deadline=None)
def test_what_is_said_is_read_back_the_same(
    today: dt.date, ahead: int, at: dt.time, lang: str, page: str
) -> None:
    date = today + dt.timedelta(days=ahead)
    both = read_date(f"{say_date(date, lang)} {say_time(at, lang)}", page, today)
    assert (both.date, both.time) == (date, at)
    assert read_date(say_date(date, lang), page, today).date == date
    assert read_date(say_time(at, lang), page, today).time == at


@given(
    moment=st.datetimes(dt.datetime(2026, 11, 25), dt.datetime(2027, 11, 18)),  # noqa: DTZ001 -- made UTC below
    lang=st.sampled_from(LANGS),
)
@settings(max_examples=600, deadline=None)
def test_a_moment_in_utc_is_read_back_in_helsinki(moment: dt.datetime, lang: str) -> None:
    moment = moment.replace(minute=moment.minute // 15 * 15, tzinfo=dt.UTC)
    local = moment.astimezone(HELSINKI)
    found = read_date(say_when(moment, lang), lang, TODAY)
    assert (found.date, found.time) == (local.date(), local.time().replace(second=0, microsecond=0))


@pytest.mark.parametrize("lang", LANGS)
def test_every_day_and_quarter_of_the_year_is_read_back(lang: str) -> None:
    for ahead in range(1, 361):
        date = TODAY + dt.timedelta(days=ahead)
        at = dt.time(ahead % 96 // 4, ahead % 4 * 15)
        found = read_date(f"{say_date(date, lang)} {say_time(at, lang)}", lang, TODAY)
        assert (found.date, found.time) == (date, at)


HARD = (
    "ensi viikon perjantaina tai maanantaina klo 10 1.2. ", "1-", "1.2.", "abc1 ", "26.2.2027-",
    "ma ", "kahden viikon päästä ", "a", "9:", "maanantai. ", "i morgon ", "(", "kello kello ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HARD)
def test_time_grows_with_the_length_and_no_faster(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONGEST", 10**6)
    took = []
    for length in (5_000, 20_000):
        text = (piece * length)[:length]
        rounds = []
        for _ in range(3):
            start = time.process_time()
            read_date(text, "fi", TODAY)
            rounds.append(time.process_time() - start)
        took.append(min(rounds))
    for shorter, longer in pairwise(took):
        assert longer < max(8 * shorter, 0.01)


def test_a_story_of_20000_characters_costs_nothing() -> None:
    text = ("maanantaina tai tiistaina kello 10 " * 800)[:20_000]
    start = time.process_time()
    assert read_date(text, "fi", TODAY).date is None
    assert read_wish(text, "fi", TODAY).options == ()
    assert time.process_time() - start < 0.05


def test_twenty_words_take_less_than_a_millisecond() -> None:
    text = (
        "moi mulla ois semmonen asia että pääsisin varmaan ulos ensi viikon perjantaina kello "
        "kymmenen ja tarviin kämpän heti kiitos"
    )
    read_date(text, "fi", TODAY)
    rounds = []
    for _ in range(20):
        start = time.process_time()
        for _ in range(20):
            read_date(text, "fi", TODAY)
        rounds.append((time.process_time() - start) / 20)
    assert min(rounds) < 0.001
