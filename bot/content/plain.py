"""The plain-language check of the texts that the person in the cell reads (domain.md section 7).

It finds what can be counted: long sentences, long questions, too many commas or sentences,
long words that no glossary explains, words of offices. It certifies nothing: readers do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.problems import read_yaml
from bot.content.texts import SOFT_HYPHEN, Texts

_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_WORD = re.compile(r"\{\w+\}|[^\W_]+(?:['’-][^\W_]+)*")
_NOT_SPOKEN = (".words", ".label")


@dataclass(frozen=True)
class Rules:
    """The rules as the data has them; patterns are ready to search with."""

    files: tuple[str, ...]
    leave_out: tuple[str, ...]
    lists: tuple[str, ...]
    limits: dict[str, dict[str, int]]
    plain_words: dict[str, dict[str, str]]
    look_at: dict[str, list[re.Pattern[str]]]


@dataclass
class Figures:
    """What a language's texts amount to; ``to_look_at``: how often a human should look."""

    texts: int = 0
    sentences: int = 0
    words: int = 0
    longest: int = 0
    to_look_at: int = 0

    @property
    def mean(self) -> float:
        """Words a sentence."""
        return self.words / self.sentences if self.sentences else 0.0


def load_rules(path: Path) -> Rules:
    """From data/plain_language.yml."""
    data: dict[str, Any] = read_yaml(path)
    return Rules(
        tuple(data["files"]),
        tuple(data["except"]),
        tuple(data["lists"]),
        data["limits"],
        data["plain_words"],
        {
            lang: [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
            for lang, patterns in data["look_at"].items()
        },
    )


def check_plain(texts: Texts, folder: Path, rules: Rules) -> tuple[list[str], dict[str, Figures]]:
    """Every limit that a text passes, and the figures of each language."""
    problems: list[str] = []
    figures = {lang: Figures() for lang in texts.languages}
    for lang in texts.languages:
        explained = _explained(texts, lang)
        for key, text in _of_the_person(folder / lang, rules):
            problems += [
                f"{lang}: {key}: {why}" for why in _faults(key, text, lang, rules, explained)
            ]
            _count(figures[lang], text, rules.look_at.get(lang, []))
    return problems, figures


def _of_the_person(folder: Path, rules: Rules) -> Iterator[tuple[str, str]]:
    for name in rules.files:
        path = folder / f"{name}.yml"
        for key, value in (read_yaml(path) if path.exists() else {}).items():
            if not key.startswith(rules.leave_out) and not key.endswith(_NOT_SPOKEN):
                yield key, value


def _faults(key: str, text: str, lang: str, rules: Rules, explained: set[str]) -> Iterator[str]:
    limits = rules.limits[lang]
    sentences = _sentences(text)
    if len(sentences) > limits["sentences"]:
        yield f"{len(sentences)} sentences"
    for sentence in sentences:
        words = _WORD.findall(sentence)
        kind = "question_words" if sentence.rstrip('”" ').endswith("?") else "sentence_words"
        if len(words) > limits[kind]:
            yield f"{len(words)} words: {sentence}"
        if sentence.count(",") > limits["commas"] and not key.startswith(rules.lists):
            yield f"{sentence.count(',')} commas: {sentence}"
    # A soft hyphen shows where a long word may be parted: it was looked at.
    for word in re.findall(rf"[^\W\d_{SOFT_HYPHEN}]+(?:{SOFT_HYPHEN}[^\W\d_]+)*", text):
        bare = word.replace(SOFT_HYPHEN, "")
        too_long = len(bare) > limits["word_letters"] and SOFT_HYPHEN not in word
        if too_long and bare.casefold() not in explained:
            yield f"a long word that nothing explains: {bare}"
    plain = text.replace(SOFT_HYPHEN, "").casefold()
    for office, everyday in rules.plain_words.get(lang, {}).items():
        if re.search(rf"\b{re.escape(office)}\b", plain):
            yield f"say “{everyday}” for “{office}”"


def _sentences(text: str) -> list[str]:
    plain = re.sub(r"(\d)\.(?=\d)", r"\1·", text.replace(SOFT_HYPHEN, ""))
    return [part.strip() for part in _SENTENCE.findall(plain) if _WORD.search(part)]


def _explained(texts: Texts, lang: str) -> set[str]:
    """Forms of the words that the glossary explains."""
    words: set[str] = set()
    for key, value in texts.by_language[lang].items():
        if key.startswith("term.") and key.endswith(".words"):
            words.update(form.casefold() for form in value.replace(SOFT_HYPHEN, "").split("|"))
    return words


def _count(figures: Figures, text: str, look_at: list[re.Pattern[str]]) -> None:
    figures.texts += 1
    for sentence in _sentences(text):
        words = len(_WORD.findall(sentence))
        figures.sentences += 1
        figures.words += words
        figures.longest = max(figures.longest, words)
    plain = text.replace(SOFT_HYPHEN, "")
    figures.to_look_at += sum(len(pattern.findall(plain)) for pattern in look_at)
