"""Loads the danger lexicons of `data/safety/` and refuses faulty ones.

A fault in a lexicon must stop the start of a process, not pass in silence:
an entry that never matches is a cry that nobody hears. `data/safety/README.md`
tells how the files are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.safety.patterns import Pattern, PatternError, read_pattern, spell
from bot.safety.vocabulary import Vocabulary

KINDS = ("suicide", "self_harm", "violence_to_me", "violence_by_me", "medical_emergency")
DATA = Path(__file__).resolve().parents[2] / "data" / "safety"

_WORDS_FILE = "words.yml"
_FILE_KEYS = {"kind", "lists", "unless", "entries"}
_WORDS_KEYS = {"lists", "plain_words", "key_words", "respell", "after_comma", "unless"}
_ENTRY_KEYS = {"id", "any", "unless", "hint", "own_unless_only", "catches", "lets_pass"}
_ID = re.compile(r"[a-z][a-z0-9_]*")
_LANGUAGE = re.compile(r"[a-z]{2}")

Lists = dict[str, tuple[str, ...]]


class LexiconError(ValueError):
    """The data are faulty; the message names the file, the entry and the fault."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that people say when somebody is in danger."""

    id: str
    kind: str
    hint: bool
    """Says it only in passing: gives way to an entry that says it plainly."""
    any: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    """An idiom or a denial: takes back an alarm that rests on one of its words."""
    catches: tuple[str, ...]
    lets_pass: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries of all languages, and the words they stand on."""

    entries: tuple[Entry, ...]
    vocabulary: Vocabulary


def load_lexicon(folder: Path = DATA) -> Lexicon:
    """Read and compile every lexicon below the folder; raises LexiconError."""
    languages = sorted(path for path in folder.glob("*") if path.is_dir())
    if not languages:
        raise LexiconError(f"{folder}: no lexicons here")
    commons = {path: _read(path / _WORDS_FILE, _WORDS_KEYS) for path in languages}
    words: dict[str, set[str]] = {"plain_words": set(), "key_words": set()}
    for path, common in commons.items():
        for key, known in words.items():
            for text in _strings(common, key, path / _WORDS_FILE):
                known.update(map(spell, text.split()))
    rules = {
        key: [
            _rule(key, text, path / _WORDS_FILE)
            for path, common in commons.items()
            for text in _strings(common, key, path / _WORDS_FILE)
        ]
        for key in ("respell", "after_comma")
    }
    vocabulary = Vocabulary(
        plain_words=words["plain_words"],
        key_words=words["key_words"],
        respell=rules["respell"],
        after_comma=rules["after_comma"],
    )
    idioms: list[Pattern] = []
    readers: list[_FileReader] = []
    for path, common in commons.items():
        if not _LANGUAGE.fullmatch(path.name):
            raise LexiconError(f"{path}: a folder is named by a language code")
        for file in sorted(path.glob("*.yml")):
            reader = _FileReader(file, path.name, common, vocabulary)
            if file.name == _WORDS_FILE:
                idioms += reader.guards()
            else:
                readers.append(reader)
    # People mix languages in a sentence, so a denial holds in all of them.
    denials: dict[str, list[Pattern]] = {kind: [] for kind in KINDS}
    for reader in readers:
        denials[reader.kind] += reader.guards()
    entries = [
        entry for reader in readers for entry in reader.entries((*idioms, *denials[reader.kind]))
    ]
    _refuse_doubles(entries)
    vocabulary.freeze()
    return Lexicon(tuple(entries), vocabulary)


def _refuse_doubles(entries: Iterable[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise LexiconError(f"{entry.id}: two entries have this id")
        seen.add(entry.id)


class _FileReader:
    """One file: a kind of danger in one language."""

    def __init__(
        self, file: Path, language: str, common: Mapping[str, Any], vocabulary: Vocabulary
    ) -> None:
        self._file = file
        self._language = language
        self._vocabulary = vocabulary
        self._content = common if file.name == _WORDS_FILE else _read(file, _FILE_KEYS)
        self._lists = _lists(common, {}, file.parent / _WORDS_FILE)
        if file.name != _WORDS_FILE:
            self._lists = _lists(self._content, self._lists, file)

    @property
    def kind(self) -> str:
        """The kind of danger that the whole file is about."""
        kind = self._content.get("kind")
        if kind not in KINDS:
            raise LexiconError(f"{self._file}: kind is {kind!r}, not one of {', '.join(KINDS)}")
        return str(kind)

    def guards(self) -> tuple[Pattern, ...]:
        """What takes back an alarm of any entry."""
        return self._patterns(self._content, "unless", "the whole file")

    def entries(self, shared: tuple[Pattern, ...]) -> list[Entry]:
        """The entries, with the guards they share with others."""
        raw = self._content.get("entries")
        if not isinstance(raw, list) or not raw:
            raise LexiconError(f"{self._file}: entries must be a list with something in it")
        return [self._entry(item, number, shared) for number, item in enumerate(raw, start=1)]

    def _entry(self, raw: object, number: int, shared: tuple[Pattern, ...]) -> Entry:
        if not isinstance(raw, dict) or not _ID.fullmatch(str(raw.get("id"))):
            raise LexiconError(f"{self._file}: entry {number} needs an id in small letters")
        name = str(raw["id"])
        if unknown := set(raw) - _ENTRY_KEYS:
            raise LexiconError(f"{self._file}: {name}: unknown key {min(map(str, unknown))}")
        catches = _strings(raw, "catches", self._file, name)
        any_of = self._patterns(raw, "any", name)
        if not any_of or not catches:
            raise LexiconError(f"{self._file}: {name}: needs `any` and `catches`")
        if self._flag(raw, "own_unless_only", name):
            shared = ()
        return Entry(
            id=f"{self._language}.{self.kind}.{name}",
            kind=self.kind,
            hint=self._flag(raw, "hint", name),
            any=any_of,
            unless=shared + self._patterns(raw, "unless", name),
            catches=catches,
            lets_pass=_strings(raw, "lets_pass", self._file, name),
        )

    def _flag(self, raw: Mapping[Any, Any], key: str, name: str) -> bool:
        value = raw.get(key, False)
        if not isinstance(value, bool):
            raise LexiconError(f"{self._file}: {name}: {key} is true or false")
        return value

    def _patterns(self, raw: Mapping[Any, Any], key: str, name: str) -> tuple[Pattern, ...]:
        try:
            texts = _strings(raw, key, self._file, name)
            return tuple(
                read_pattern(text, self._lists, self._vocabulary, guards=key == "unless")
                for text in texts
            )
        except PatternError as fault:
            raise LexiconError(f"{self._file}: {name}: {key}: {fault}") from fault


def _read(file: Path, keys: set[str]) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    except (OSError, yaml.YAMLError) as fault:
        raise LexiconError(f"{file}: can't be read: {fault}") from fault
    if not isinstance(content, dict):
        raise LexiconError(f"{file}: must be a mapping")
    if unknown := set(content) - keys:
        raise LexiconError(f"{file}: unknown key {min(map(str, unknown))}")
    return content


def _lists(raw: Mapping[str, Any], known: Lists, file: Path) -> Lists:
    """Named lists of words; a list may hold an earlier one (`@name`)."""
    given = raw.get("lists") or {}
    if not isinstance(given, dict):
        raise LexiconError(f"{file}: lists must be a mapping")
    lists = dict(known)
    for name in given:
        words: list[str] = []
        for text in _strings(given, name, file, "lists"):
            for word in map(spell, text.split()):
                if word.startswith("@") and word[1:] not in lists:
                    raise LexiconError(f"{file}: lists: {name}: {word} comes later or nowhere")
                words.extend(lists[word[1:]] if word.startswith("@") else [word])
        lists[str(name)] = tuple(words)
    return lists


def _rule(key: str, text: str, file: Path) -> tuple[str, str]:
    old, arrow, new = spell(text).partition(">")
    if not old or not arrow:
        raise LexiconError(f"{file}: {key}: {text!r} is not written `old>new`")
    return old, new


def _strings(raw: Mapping[Any, Any], key: str, file: Path, name: str = "") -> tuple[str, ...]:
    """A list of texts; one text alone may stand for itself."""
    value = raw.get(key) or []
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        where = f"{name}: " if name else ""
        raise LexiconError(f"{file}: {where}{key} must be a list of texts")
    return tuple(value)
