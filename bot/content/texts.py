"""Every sentence that a person reads: data/texts/<language>/*.yml, by flat key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.casework.need_area import Interview, Question
from bot.content.problems import ContentError, read_yaml

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
SOFT_HYPHEN = "\u00ad"
MESSAGE_LENGTH = 280


class Texts:
    """The sentences of all languages; a language is a folder, nothing in code."""

    def __init__(self, by_language: Mapping[str, dict[str, str]]) -> None:
        self.by_language = by_language
        self._terms = {lang: _terms(texts) for lang, texts in by_language.items()}
        every = list(by_language.values())
        self._bare = {
            meaning: {_plain_words(form) for form in forms}
            for meaning, forms in _word_lists(every, "bare").items()
        }
        self._languages = _word_lists(every, "language")
        self._topics = _word_lists(every, "topic")

    @property
    def languages(self) -> list[str]:
        """The language ids, as the folders are named."""
        return sorted(self.by_language)

    def has(self, lang: str, key: str) -> bool:
        """Whether there is such a sentence (hints, for example, are optional)."""
        return key in self.by_language[lang]

    def say(self, lang: str, key: str, **params: Any) -> str:
        """The sentence with its placeholders filled; KeyError when it does not exist."""
        said = self.by_language[lang][key].format_map(params)
        # "24.11." at the end of a sentence brings its own full stop.
        return said.replace("..", ".") if "date" in params else said

    def choice(self, lang: str, question: str | None, choice: str) -> str:
        """The label of a choice: the question's own, else the common one."""
        own = f"choice.{question}.{choice}"
        if self.has(lang, own):
            return self.say(lang, own)
        if self.has(lang, f"area.{choice}"):
            return self.say(lang, f"area.{choice}")
        return self.say(lang, f"choice.{choice}")

    def term_in(self, text: str) -> str | None:
        """The glossary term that a message asks about, in any of the languages."""
        words = set(re.findall(r"\w+", text.casefold()))
        for terms in self._terms.values():
            for term, forms in terms.items():
                if words & forms:
                    return term
        return None

    def is_bare(self, meaning: str, text: str) -> bool:
        """Whether a message says that in any of the languages, and nothing more."""
        return _plain_words(text) in self._bare.get(meaning, set())

    def language_in(self, text: str) -> str | None:
        """The only language that a message names, whichever language it is written in."""
        return _only_named(self._languages, text, str.__eq__)

    def topic_in(self, text: str) -> str | None:
        """The only need area that a message names by a word that begins like one of its own."""
        return _only_named(self._topics, text, str.startswith)


def _plain_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub("['’´`]", "", text.casefold())))


def _word_lists(every: Iterable[Mapping[str, str]], kind: str) -> dict[str, set[str]]:
    """The forms of all languages by name, of the keys <kind>.<name>.words."""
    found: dict[str, set[str]] = {}
    for texts in every:
        for key, value in texts.items():
            if key.startswith(f"{kind}.") and key.endswith(".words"):
                name = key.removeprefix(f"{kind}.").removesuffix(".words")
                found.setdefault(name, set()).update(value.casefold().split("|"))
    return found


def _only_named(
    lists: Mapping[str, set[str]], text: str, fits: Callable[[str, str], bool]
) -> str | None:
    words = re.findall(r"\w+", text.casefold())
    named = [
        name
        for name, forms in lists.items()
        if any(fits(word, form) for word in words for form in forms)
    ]
    return named[0] if len(named) == 1 else None


def _terms(texts: Mapping[str, str]) -> dict[str, set[str]]:
    found = {}
    for key, value in texts.items():
        if key.startswith("term.") and key.endswith(".words"):
            term = key.removeprefix("term.").removesuffix(".words")
            found[term] = {word.casefold() for word in value.split("|")}
    return found


def load_texts(folder: Path) -> Texts:
    """All languages; raises ContentError on a key that stands twice."""
    by_language: dict[str, dict[str, str]] = {}
    problems = []
    for language in sorted(path for path in folder.iterdir() if path.is_dir()):
        texts: dict[str, str] = {}
        for path in sorted(language.glob("*.yml")):
            for key, value in read_yaml(path).items():
                if key in texts:
                    problems.append(f"{language.name}/{path.name}: {key} stands twice")
                texts[key] = value
                if not isinstance(value, str):
                    problems.append(f"{language.name}/{path.name}: {key} is no sentence")
        by_language[language.name] = texts
    if problems:
        raise ContentError(problems)
    return Texts(by_language)


def check_texts(texts: Texts, interview: Interview) -> list[str]:
    """Missing keys, placeholders that differ between languages, messages too long."""
    problems = []
    first = texts.by_language[texts.languages[0]]
    for lang in texts.languages[1:]:
        other = texts.by_language[lang]
        problems += [f"{lang}: {key} is missing" for key in first if key not in other]
        problems += [f"{lang}: {key} is not in the others" for key in other if key not in first]
        for key in first.keys() & other.keys():
            if set(_PLACEHOLDER.findall(first[key])) != set(_PLACEHOLDER.findall(other[key])):
                problems.append(f"{lang}: {key} has other placeholders")
    for lang in texts.languages:
        for key, value in texts.by_language[lang].items():
            if not key.endswith(".words") and len(_visible(value)) > MESSAGE_LENGTH:
                problems.append(f"{lang}: {key} is longer than {MESSAGE_LENGTH} characters")
        for question in _questions(interview):
            problems += _check_question(texts, lang, question)
        for area in interview.areas:
            wanted = [f"area.{area.id}", *(f"reason.{rule.reason}" for rule in area.urgency)]
            wanted += [f"start_by.{step.what}" for step in area.start_by]
            wanted += [f"actor.{actor}" for actor in area.actors]
            problems += [f"{lang}: {key} is missing" for key in wanted if not texts.has(lang, key)]
    return problems


def _check_question(texts: Texts, lang: str, question: Question) -> list[str]:
    wanted = [f"{kind}.{question.id}" for kind in ("ask", "explain", "label", "desk")]
    missing = [key for key in wanted if not texts.has(lang, key)]
    for choice in question.choices:
        own, common = f"choice.{question.id}.{choice}", f"choice.{choice}"
        if not texts.has(lang, own) and not texts.has(lang, common):
            missing.append(own)
    return [f"{lang}: {key} is missing" for key in missing]


def _questions(interview: Interview) -> list[Question]:
    return [q for area in interview.areas for q in area.questions] + list(interview.general)


def _visible(text: str) -> str:
    return text.replace(SOFT_HYPHEN, "")
