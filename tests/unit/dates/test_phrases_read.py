"""Every phrase of the tables is read as labelled, whatever the language of the page."""

from __future__ import annotations

import pytest

from bot.dates import read_date
from tests.unit.dates.phrase_tables import TODAY, lines, rows

LANGS = ("fi", "sv", "en")
TABLES = (
    "phrases",
    "heldout",
    "heldout_second",
    "heldout_third",
    "heldout_fourth",
    "heldout_fifth",
)
CASES = [(lang, *row) for lang in LANGS for table in TABLES for row in rows(f"{lang}_{table}")]
NOTHING = [(lang, text) for lang in LANGS for text in lines(f"{lang}_nothing")]


def labels(text: str, lang: str) -> tuple[str, str]:
    reading = read_date(text, lang, TODAY)
    return str(reading.date or "-"), reading.time.strftime("%H:%M") if reading.time else "-"


@pytest.mark.parametrize(("lang", "text", "date", "time"), CASES)
def test_phrase_is_read_as_a_careful_reader_would(
    lang: str, text: str, date: str, time: str
) -> None:
    assert labels(text, lang) == (date, time)


@pytest.mark.parametrize("page", LANGS)
@pytest.mark.parametrize("lang", LANGS)
def test_no_phrase_is_read_wrong_on_a_page_of_another_language(lang: str, page: str) -> None:
    wrong = []
    for table in TABLES:
        for text, date, time in rows(f"{lang}_{table}"):
            found = labels(text, page)
            if found[0] not in {date, "-"} or found[1] not in {time, "-"}:
                wrong.append((text, found))
    assert wrong == []


@pytest.mark.parametrize("page", LANGS)
@pytest.mark.parametrize(("lang", "text"), NOTHING)
def test_ordinary_sentence_holds_no_date(lang: str, text: str, page: str) -> None:
    assert labels(text, page) == ("-", "-")


@pytest.mark.parametrize("lang", LANGS)
def test_six_in_figures_may_be_morning_or_evening(lang: str) -> None:
    # In words it is read as daytime like all bare hours; in figures Finns write 24 hours.
    said = {"fi": "kello", "sv": "klockan", "en": "at"}[lang]
    assert labels(f"{said} 6.30", lang) == labels(f"{said} 6", lang) == ("-", "-")
    assert labels(f"{said} 06.30", lang) == ("-", "06:30")


@pytest.mark.parametrize("lang", LANGS)
def test_tables_are_large_enough_to_tell_something(lang: str) -> None:
    assert sum(case[0] == lang for case in CASES) >= 150
    assert sum(case[0] == lang for case in NOTHING) >= 100


def test_a_slash_is_a_date_on_a_swedish_page_and_doubtful_elsewhere() -> None:
    assert labels("4/3", "sv") == ("2027-03-04", "-")
    assert labels("4/3", "en") == labels("4/3", "fi") == ("-", "-")
    assert labels("26/2", "en") == ("2027-02-26", "-")
