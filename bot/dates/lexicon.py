"""Loads the word lists of data/dates into one dictionary and the patterns into an index.

A language is one directory of YAML files. Words of all languages live in one dictionary, so that a text
in another language than the page is read as well, at the price of one look-up per word.
"""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

LANGS = ("fi", "sv", "en")
DATA = Path(__file__).resolve().parents[2] / "data" / "dates"

# Only these words are mended when misspelt: long, and hardly anything else looks like them.
_MENDED = frozenset({"WD", "WDT", "MON", "RD", "HOL"})
_MENDED_LENGTH = 6
_FOLD = str.maketrans("åäöéèêüáàóšžø", "aaoeeeuaaoszo")


def fold(word: str) -> str:
    """Takes the dots off: many keyboards and hands leave them out."""
    folded = word.translate(_FOLD)
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word can be in one language."""

    lang: str
    kind: str
    value: Any
    weak: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of word kinds and the meaning that is made of it."""

    steps: tuple[tuple[str | None, tuple[str, ...]], ...]
    maker: str
    given: dict[str, Any]
    weak: str


@dataclass(slots=True)
class Language:
    """What is known of one language besides its words."""

    patterns: dict[str, list[Pattern]] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    say: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Lexicon:
    """All languages together."""

    words: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]] = field(
        default_factory=dict
    )
    near: dict[str, set[str]] = field(default_factory=dict)
    clitics: tuple[str, ...] = ()
    languages: dict[str, Language] = field(default_factory=dict)


def _spread(form: str) -> list[str]:
    """ "tiis{tai,taina}" -> "tiistai", "tiistaina"; several braces multiply."""
    parts: list[list[str]] = []
    while "{" in form:
        head, _, rest = form.partition("{")
        inside, _, form = rest.partition("}")
        parts.append([head])
        parts.append(inside.split(","))
    parts.append([form])
    return ["".join(p) for p in itertools.product(*parts)]


def _forms(text: Any) -> Iterator[str]:
    for form in str(text).split():
        mark = ""
        while form[0] in "=~":
            mark, form = mark + form[0], form[1:]
        for spread in _spread(form):
            yield mark + spread


def _entries(lang: str, source: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    """(form with its marks taken off but "=" kept, sense) for all words of a language."""
    for kind, content in source["words"].items():
        groups = content.items() if isinstance(content, dict) else [(None, content)]
        for value, text in groups:
            for form in _forms(text):
                exact = "=" in form[:2]
                weak = "~" in form[:2]
                bare = form.lstrip("=~").replace("_", " ")
                yield ("=" + bare if exact else bare), Sense(lang, kind, value, weak)
    for kind, rule in source.get("compose", {}).items():
        units = source["words"][kind]
        for ten, ten_forms in rule["tens"].items():
            for unit in range(1, 10):
                for head, join, tail in itertools.product(
                    _forms(ten_forms), rule["join"], _forms(units[unit])
                ):
                    yield head + join + tail.lstrip("~="), Sense(lang, kind, ten + unit, False)
    joined = source.get("weekday_part")
    if joined:
        for (number, stem), (part, forms) in itertools.product(
            joined["stems"].items(), joined["parts"].items()
        ):
            for head, join, tail in itertools.product(_forms(stem), joined["join"], _forms(forms)):
                yield head + join + tail, Sense(lang, "WDP", f"{number}/{part}", False)


def _patterns(rows: Iterable[str]) -> dict[str, list[Pattern]]:
    index: dict[str, list[Pattern]] = {}
    for row in rows:
        left, _, right = row.partition("=>")
        maker, *options = right.split()
        given: dict[str, Any] = {}
        weak = ""
        for option in options:
            key, _, value = option.partition("=")
            if key == "weak":
                weak = value
            else:
                given[key] = int(value) if value.lstrip("-").isdigit() else value
        choices = []
        for word in left.split():
            name, _, kinds = word.rpartition(":")
            step = (name or None, tuple(kinds.rstrip("?").split("|")))
            choices.append([(step,), ()] if word.endswith("?") else [(step,)])
        for chosen in itertools.product(*choices):
            steps = tuple(itertools.chain.from_iterable(chosen))
            pattern = Pattern(steps, maker, given, weak)
            for kind in steps[0][1]:
                index.setdefault(kind, []).append(pattern)
    for patterns in index.values():
        patterns.sort(key=lambda p: -len(p.steps))
    return index


def _load(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    if not isinstance(content, dict):
        raise ValueError(f"{path.name} holds no mapping")
    return content


def _language(lang: str) -> dict[str, Any]:
    """All files of a language as one: they are apart only to stay readable."""
    source: dict[str, Any] = {"words": {}}
    for path in sorted((DATA / lang).glob("*.yml")):
        content = _load(path)
        words = content.pop("words", {})
        twice = (source.keys() & content.keys()) | (source["words"].keys() & words.keys())
        if twice:
            raise ValueError(f"{lang}/{path.name} says again: {sorted(twice)}")
        source["words"].update(words)
        source.update(content)
    return source


def deletions(word: str) -> Iterator[str]:
    """The word with one letter left out: two words one slip apart share one of these."""
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


@functools.lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Loaded once per process; the files do not change under a running service."""
    lex = Lexicon()
    common = _load(DATA / "common.yml")
    clitics: list[str] = []
    gathered: dict[str, list[Sense]] = {}
    for lang in LANGS:
        source = _language(lang)
        for form, sense in _entries(lang, source):
            bare = form.lstrip("=")
            keys = {bare} if form.startswith("=") else {bare, fold(bare)}
            for key in keys:
                senses = gathered.setdefault(key, [])
                if not any(s.lang == lang and s.kind == sense.kind for s in senses):
                    senses.append(sense)
            if (
                sense.kind in _MENDED
                and len(bare) >= _MENDED_LENGTH
                and " " not in bare
                and not sense.weak
            ):
                for cut in deletions(fold(bare)):
                    lex.near.setdefault(cut, set()).add(fold(bare))
        clitics += [fold(c) for c in source.get("clitics", [])]
        language = Language(
            _patterns([*source["patterns"], *common["patterns"]]), {}, source["say"]
        )
        for key in ("past_suffixes", "hour_noun_suffixes", "from_suffixes", "not_past"):
            language.lists[key] = tuple(fold(s) for s in source.get(key, []))
        lex.languages[lang] = language
    for key, senses in gathered.items():
        if " " in key or "-" in key:
            words = tuple(key.replace("-", " - ").split())
            lex.phrases.setdefault(words[0], []).append((words, tuple(senses)))
        else:
            lex.words[key] = tuple(senses)
    for rows in lex.phrases.values():
        rows.sort(key=lambda row: -len(row[0]))
    lex.clitics = tuple(sorted(set(clitics), key=len, reverse=True))
    return lex
