"""Reads the files of data/dates: words with their forms, and rows of word kinds.

Only reading and spreading out; what a word means is not known here.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parents[2] / "data" / "dates"
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word can be in one language."""

    lang: str
    kind: str
    value: Any
    weak: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of word kinds and the meaning that is made of it.

    `weak`: what support it needs; `never`: kinds that may not follow ("!MON" in the data).
    """

    steps: tuple[tuple[str | None, tuple[str, ...]], ...]
    maker: str
    given: dict[str, Any]
    weak: str
    never: tuple[str, ...] = ()


def _spread(form: str) -> list[str]:
    """Braces: "tiis{tai,taina}" -> "tiistai", "tiistaina"; several braces multiply."""
    parts: list[list[str]] = []
    while "{" in form:
        head, _, rest = form.partition("{")
        inside, _, form = rest.partition("}")
        parts.append([head])
        parts.append(inside.split(","))
    parts.append([form])
    return ["".join(p) for p in itertools.product(*parts)]


def _forms(text: Any) -> Iterator[tuple[str, str]]:
    """(marks, form) of every word in a list."""
    for listed in str(text).split():
        form = listed.lstrip("=~")
        marks = listed[: len(listed) - len(form)]
        for spread in _spread(form):
            yield marks, spread


@dataclass(frozen=True, slots=True)
class Entry:
    """A form and a sense; `exact` forms do not stand for their dotless spelling."""

    form: str
    sense: Sense
    exact: bool = False


def _listed(lang: str, words: dict[str, Any]) -> Iterator[Entry]:
    for kind, content in words.items():
        if not isinstance(kind, str):
            raise TypeError(
                f"{lang}: YAML reads the kind {kind} as a truth value; name it otherwise"
            )
        groups = content.items() if isinstance(content, dict) else [(None, content)]
        for value, text in groups:
            for marks, form in _forms(text):
                sense = Sense(lang, kind, value, weak="~" in marks)
                yield Entry(form.replace("_", " "), sense, exact="=" in marks)


def _composed(lang: str, source: dict[str, Any]) -> Iterator[Entry]:
    """Twenty-one to fifty-nine."""
    for kind, rule in source.get("compose", {}).items():
        units = source["words"][kind]
        for (ten, ten_forms), unit in itertools.product(rule["tens"].items(), range(1, 10)):
            sense = Sense(lang, kind, ten + unit, weak=False)
            rows = itertools.product(_forms(ten_forms), rule["join"], _forms(units[unit]))
            for (_, head), join, (_, tail) in rows:
                yield Entry((head + join + tail).replace("_", " "), sense)


def _joined(lang: str, source: dict[str, Any]) -> Iterator[Entry]:
    """A weekday and a part of the day in one word."""
    rule = source.get("weekday_part")
    if rule is None:
        return
    for (day, stems), (part, parts) in itertools.product(
        rule["stems"].items(), rule["parts"].items()
    ):
        sense = Sense(lang, "WDP", f"{day}/{part}", weak=False)
        for (_, head), join, (_, tail) in itertools.product(
            _forms(stems), rule["join"], _forms(parts)
        ):
            yield Entry(head + join + tail, sense)


def entries(lang: str, source: dict[str, Any]) -> Iterator[Entry]:
    """All forms of all words of a language."""
    yield from _listed(lang, source["words"])
    yield from _composed(lang, source)
    yield from _joined(lang, source)


def patterns(rows: Iterable[str]) -> dict[str, list[Pattern]]:
    """The rows by the kind of their first word, the longest first."""
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
        never: tuple[str, ...] = ()
        for word in left.split():
            if word.startswith("!"):
                never = tuple(word[1:].split("|"))
                continue
            name, _, kinds = word.rpartition(":")
            step = (name or None, tuple(kinds.rstrip("?").split("|")))
            choices.append([(step,), ()] if word.endswith("?") else [(step,)])
        for chosen in itertools.product(*choices):
            steps = tuple(itertools.chain.from_iterable(chosen))
            pattern = Pattern(steps, maker, given, weak, never)
            for kind in steps[0][1]:
                index.setdefault(kind, []).append(pattern)
    for found in index.values():
        found.sort(key=lambda p: -len(p.steps))
    return index


def load(path: Path) -> dict[str, Any]:
    """One file."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 -- a safe loader
    return dict(content)


def load_language(lang: str) -> dict[str, Any]:
    """All files of a language as one: they are apart only to stay readable."""
    source: dict[str, Any] = {"words": {}}
    for path in sorted((DATA / lang).glob("*.yml")):
        content = load(path)
        words = content.pop("words", {})
        twice = (source.keys() & content.keys()) | (source["words"].keys() & words.keys())
        if twice:
            raise ValueError(f"{lang}/{path.name} says again: {sorted(twice)}")
        source["words"].update(words)
        source.update(content)
    return source
