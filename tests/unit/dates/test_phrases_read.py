"""Every phrase of the tables is read as labelled."""

from __future__ import annotations

import pytest

from bot.dates import read_date
from tests.unit.dates.phrase_tables import TODAY, rows

LANGS = ("fi", "sv", "en")
CASES = [(lang, *row) for lang in LANGS for row in rows(f"{lang}_phrases")]


@pytest.mark.parametrize(("lang", "text", "date", "time"), CASES)
def test_phrase_is_read_as_a_careful_reader_would(
    lang: str, text: str, date: str, time: str
) -> None:
    reading = read_date(text, lang, TODAY)
    assert str(reading.date or "-") == date
    assert (reading.time.strftime("%H:%M") if reading.time else "-") == time
