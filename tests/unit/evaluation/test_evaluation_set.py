"""The evaluation set in tests/evaluation: its form, its quotas and its ids.

The set is read as plain files: nothing of the assistant is needed here.
"""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

SET = Path(__file__).resolve().parents[2] / "evaluation"
LANGUAGES = ("fi", "sv", "en")
FILES = ("needs", "intents", "crisis", "hard_negatives", "dates")
TODAY = "2026-11-24"
FIELDS = ["text", "intent", "areas", "crisis", "date", "time", "today"]

AREAS = (
    "housing money debts documents health mental_health substance_use "
    "work_study family safety daily_life digital social"
).split()
INTENTS = (
    "inform affirm deny skip dont_know ask_human request_meeting cancel_meeting "
    "ask_status ask_privacy ask_explain restart delete_my_data change_answer stop "
    "greet thanks goodbye bot_challenge change_language out_of_scope"
).split()
KINDS = "suicide self_harm violence_to_me violence_by_me medical_emergency".split()

MIN_LINES = {"needs": 330, "intents": 150, "crisis": 60, "hard_negatives": 60, "dates": 50}
MIN_IN_LANGUAGE = 620
MAX_WORDS = 75


def read(lang: str, name: str) -> list[dict]:
    path = SET / lang / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_all(lang: str) -> list[dict]:
    return [row for name in FILES for row in read(lang, name)]


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


each_language = pytest.mark.parametrize("lang", LANGUAGES)
each_file = pytest.mark.parametrize("name", FILES)


@each_language
@each_file
def test_every_line_has_the_fields_and_valid_values(lang: str, name: str) -> None:
    for number, row in enumerate(read(lang, name), 1):
        where = f"{lang}/{name}.jsonl line {number}"
        assert list(row) == FIELDS, where
        assert row["text"] == row["text"].strip() != "", where
        assert "\n" not in row["text"], where
        assert len(row["text"].split()) <= MAX_WORDS, where
        assert row["intent"] in INTENTS, where
        assert set(row["areas"]) <= set(AREAS), where
        assert row["areas"] == sorted(set(row["areas"]), key=AREAS.index), where
        assert len(row["areas"]) <= 4, where
        assert row["crisis"] is None or row["crisis"] in KINDS, where
        assert row["today"] == TODAY, where
        if row["date"] is not None:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"]), where
            assert date.fromisoformat(row["date"]) >= date.fromisoformat(TODAY), where
        if row["time"] is not None:
            assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", row["time"]), where


@each_language
@each_file
def test_a_file_is_long_enough(lang: str, name: str) -> None:
    assert len(read(lang, name)) >= MIN_LINES[name]


@each_language
def test_a_language_is_long_enough_and_repeats_no_line(lang: str) -> None:
    rows = read_all(lang)
    assert len(rows) >= MIN_IN_LANGUAGE
    seen = Counter(bare(row["text"]) for row in rows)
    assert [text for text, times in seen.items() if times > 1] == []


@each_language
def test_needs_cover_every_area_alone_together_and_not_at_all(lang: str) -> None:
    rows = read(lang, "needs")
    areas = Counter(area for row in rows for area in row["areas"])
    assert {area: areas[area] for area in AREAS if areas[area] < 30} == {}
    alone = Counter(row["areas"][0] for row in rows if len(row["areas"]) == 1)
    assert {area: alone[area] for area in AREAS if alone[area] < 15} == {}
    assert sum(2 <= len(row["areas"]) <= 4 for row in rows) >= 80
    assert sum(not row["areas"] for row in rows) >= 40
    assert {row["intent"] for row in rows} == {"inform"}


@each_language
def test_intents_cover_every_intent(lang: str) -> None:
    intents = Counter(row["intent"] for row in read(lang, "intents"))
    assert {name: intents[name] for name in INTENTS if intents[name] < 7} == {}


@each_language
def test_crisis_covers_every_kind_and_every_line_is_one(lang: str) -> None:
    kinds = Counter(row["crisis"] for row in read(lang, "crisis"))
    assert {kind: kinds[kind] for kind in KINDS if kinds[kind] < 10} == {}
    assert kinds[None] == 0


@each_language
@pytest.mark.parametrize("name", ["intents", "hard_negatives", "dates"])
def test_no_danger_in_the_files_that_must_not_alarm(lang: str, name: str) -> None:
    assert [row["text"] for row in read(lang, name) if row["crisis"]] == []


@each_language
def test_dates_have_days_times_and_lines_without_an_answer(lang: str) -> None:
    rows = read(lang, "dates")
    assert sum(row["date"] is not None for row in rows) >= 25
    assert sum(row["time"] is not None for row in rows) >= 12
    assert sum(row["date"] is None and row["time"] is None for row in rows) >= 12


@each_language
def test_a_weekday_named_alone_is_that_weekday(lang: str) -> None:
    names = {
        "fi": "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
        "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
        "en": "monday tuesday wednesday thursday friday saturday sunday",
    }[lang].split()
    checked = 0
    for row in read(lang, "dates"):
        text = row["text"].casefold()
        named = [index for index, name in enumerate(names) if name in text]
        # "Not Thursday but Friday" names two: such lines are left to the reader.
        if row["date"] and len(named) == 1:
            assert date.fromisoformat(row["date"]).weekday() == named[0], row["text"]
            checked += 1
    assert checked >= 8
