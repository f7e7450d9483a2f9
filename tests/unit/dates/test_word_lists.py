"""The word lists fit the grammar: a slip in the data is found here and not in a cell."""

from __future__ import annotations

import inspect

import pytest

from bot.dates.days import DATED, TIMELESS
from bot.dates.grammar import BARE
from bot.dates.hours import HOURS
from bot.dates.lexicon import LANGS, lexicon
from bot.dates.tokens import tokenize
from bot.dates.wordlists import DATA, load

FIGURE_KINDS = {
    "NUM", "INT", "ORD", "DOTINT", "YEAR", "NDATE", "DM", "HM", "HMD", "SLASH", "AMPM",
    "UNITQ", "DASH", "COMMA", "STOP",
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_every_pattern_fits_its_maker(lang: str) -> None:
    for patterns in lexicon().languages[lang].patterns.values():
        for pattern in patterns:
            slots = {name for name, _ in pattern.steps if name} | set(pattern.given)
            if pattern.maker in BARE:
                continue
            if pattern.maker in DATED:
                inspect.signature(DATED[pattern.maker]).bind(None, **dict.fromkeys(slots))
            else:
                made = TIMELESS.get(pattern.maker) or HOURS[pattern.maker]
                inspect.signature(made).bind(**dict.fromkeys(slots))


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_in_a_pattern_has_words(lang: str) -> None:
    own = load_patterns(lang)
    kinds = {s.kind for senses in lexicon().words.values() for s in senses if s.lang == lang}
    phrases = (found for rows in lexicon().phrases.values() for _, found in rows)
    kinds |= {s.kind for found in phrases for s in found if s.lang == lang}
    used = {k for row in own for step in steps_of(row) for k in kinds_of(step)}
    assert used - kinds - FIGURE_KINDS == set()


def load_patterns(lang: str) -> list[str]:
    return list(load(DATA / lang / "patterns.yml")["patterns"])


def steps_of(row: str) -> list[str]:
    return [s for s in row.split("=>", maxsplit=1)[0].split() if not s.startswith("!")]


def kinds_of(step: str) -> list[str]:
    return step.rpartition(":")[2].rstrip("?").split("|")


def test_every_kind_is_text() -> None:
    # YAML reads ON, NO and the like as truth values.
    for senses in lexicon().words.values():
        assert all(isinstance(s.kind, str) for s in senses)


@pytest.mark.parametrize("lang", LANGS)
def test_weekdays_and_months_are_complete(lang: str) -> None:
    senses = [s for found in lexicon().words.values() for s in found if s.lang == lang]
    assert {s.value for s in senses if s.kind == "WD"} == set(range(7))
    assert {s.value for s in senses if s.kind in {"MON", "MONX"}} == set(range(1, 13))
    assert {s.value for s in senses if s.kind == "ORD"} == set(range(1, 40))


@pytest.mark.parametrize(
    "word", ["löydän", "lähimmän", "tiedän", "vardagen", "tuista", "huomenta", "elokuva"]
)
def test_no_ordinary_word_is_taken_for_a_misspelt_day(word: str) -> None:
    kinds = {k for token in tokenize(word) for senses in token.by_lang.values() for k in senses}
    assert not kinds & {"WD", "MON", "RD", "HOL"}


def test_no_key_is_taken_for_training_data() -> None:
    # Rasa looks for these at the start of a line, indented or not.
    for path in DATA.rglob("*.yml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not line.strip().startswith(("nlu:", "responses:", "stories:", "rules:"))
