"""All words of all languages in one dictionary, and the patterns of each language.

One dictionary, so that a text in another language than the page is read as well, at the
price of one look-up per word.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.dates.wordlists import DATA, Entry, Pattern, Sense, entries, load, load_language, patterns

LANGS = ("fi", "sv", "en")

# Only these words are mended when misspelt: long, and hardly anything else looks like them.
MENDED = frozenset({"WD", "WDT", "MON", "RD", "HOL"})
_MENDED_LENGTH = 6
_FOLD = str.maketrans("åäöéèêüáàóšžø", "aaoeeeuaaoszo")
_LISTS = ("past_suffixes", "hour_noun_suffixes", "from_suffixes", "not_past", "number_endings")


def fold(word: str) -> str:
    """Takes the dots off: many keyboards and hands leave them out."""
    folded = word.translate(_FOLD)
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))


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


def deletions(word: str) -> Iterator[str]:
    """The word with one letter left out: two words one slip apart share one of these."""
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def _index_near(entry: Entry, lex: Lexicon) -> None:
    """Puts a long word where its misspellings will be looked for."""
    form = entry.form
    if entry.sense.kind not in MENDED or entry.sense.weak:
        return
    shortest = 10 if entry.sense.kind == "HOL" else _MENDED_LENGTH
    if len(form) >= shortest and " " not in form:
        for cut in deletions(fold(form)):
            lex.near.setdefault(cut, set()).add(fold(form))


def _gather(lex: Lexicon, found: Iterator[Entry], gathered: dict[str, list[Sense]]) -> None:
    for entry in found:
        for key in {entry.form} if entry.exact else {entry.form, fold(entry.form)}:
            senses = gathered.setdefault(key, [])
            if not any((s.lang, s.kind) == (entry.sense.lang, entry.sense.kind) for s in senses):
                senses.append(entry.sense)
        _index_near(entry, lex)


@functools.lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Loaded once per process; the files do not change under a running service."""
    lex = Lexicon()
    common = load(DATA / "common.yml")["patterns"]
    clitics: set[str] = set()
    gathered: dict[str, list[Sense]] = {}
    for lang in LANGS:
        source = load_language(lang)
        _gather(lex, entries(lang, source), gathered)
        clitics.update(fold(c) for c in source.get("clitics", []))
        lists = {key: tuple(fold(s) for s in source.get(key, [])) for key in _LISTS}
        rows = patterns([*source["patterns"], *common])
        lex.languages[lang] = Language(rows, lists, source["say"])
    for key, senses in gathered.items():
        words = tuple(key.replace("-", " - ").split())
        if len(words) > 1:
            lex.phrases.setdefault(words[0], []).append((words, tuple(senses)))
        else:
            lex.words[key] = tuple(senses)
    for phrases in lex.phrases.values():
        phrases.sort(key=lambda row: -len(row[0]))
    lex.clitics = tuple(sorted(clitics, key=len, reverse=True))
    return lex
