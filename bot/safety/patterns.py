"""Patterns over words: how an entry of the lexicon says what it looks for.

    haluan|haluun kuolla        in this order, at most two words between
    haluan ..5 kuolla           at most five words between
    ta+livet+av mej|mig|me      `+`: one directly after the other
    itte* & viil*               in any order, at most six places apart
    itte* & viil* <10           the same within ten places
    ^hyvasti$                   opens, closes a sentence
    enaa|ikina|$                `$` by itself: the end of the sentence
    @kill_self                  a named list of words
    kuolen|jos_en_saa           `_`: an alternative of several words
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, product
from math import prod

from bot.safety.clean_up import fold
from bot.safety.vocabulary import Vocabulary
from bot.safety.words import Word

DEFAULT_GAP = 2
DEFAULT_WINDOW = 6
_MOST_VARIANTS = 600
_WORD = r"(?:#|\$|\d+|\*?[a-z]+[*!]?)"
_ALTERNATIVE = re.compile(rf"@[a-z_]+|{_WORD}(?:_{_WORD})*")


class PatternError(ValueError):
    """A pattern that can't be read; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Term:
    id: int
    opens: bool = False
    closes: bool = False
    gap: int = DEFAULT_GAP
    """Most places between this term and the one before; 0 means directly after."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    source: str
    terms: tuple[Term, ...]
    any_order: bool = False
    window: int = DEFAULT_WINDOW


@dataclass(slots=True)
class Sighting:
    """A message with the terms seen in it."""

    words: Sequence[Word]
    at: dict[int, list[int]] = field(default_factory=dict)
    """term -> indexes of the words that may stand for it, rising"""


def read_patterns(
    text: str, lists: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary
) -> list[Pattern]:
    """Compile one line of a lexicon; raises PatternError.

    An alternative of several words (`jos_kuolen`) becomes a pattern of its own.
    """
    chunks = fold(text.casefold()).replace("-", "_").split()
    window = DEFAULT_WINDOW
    if chunks and re.fullmatch(r"<\d+", chunks[-1]):
        window = int(chunks.pop()[1:])
    if not chunks:
        raise PatternError(f"{text!r}: no words in it")
    if "&" in chunks:
        if chunks[1::2] != ["&"] * (len(chunks) // 2) or len(chunks) % 2 == 0:
            raise PatternError(f"{text!r}: '&' goes between every two terms")
        choices = [_read_group(chunk, lists, vocabulary) for chunk in chunks[::2]]
        if any(len(choice) != 1 or len(choice[0]) != 1 for choice in choices):
            raise PatternError(f"{text!r}: '&' goes between single words")
        terms = tuple(choice[0][0] for choice in choices)
        return [Pattern(text, terms, any_order=True, window=window)]
    choices = []
    gap = DEFAULT_GAP
    for chunk in chunks:
        if re.fullmatch(r"\.\.\d+", chunk):
            gap = int(chunk[2:])
            continue
        for number, group in enumerate(chunk.split("+")):
            choices.append(_read_group(group, lists, vocabulary, 0 if number else gap))
        gap = DEFAULT_GAP
    if prod(map(len, choices)) > _MOST_VARIANTS:
        raise PatternError(f"{text!r}: too many alternatives of several words")
    return [Pattern(text, tuple(chain.from_iterable(choice))) for choice in product(*choices)]


def _read_group(
    text: str, lists: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary, gap: int = DEFAULT_GAP
) -> list[tuple[Term, ...]]:
    """The ways to fill one place: all single words as one term, and each phrase."""
    opens = text.startswith("^")
    closes = text.endswith("$") and text != "$" and not text.endswith("|$")
    singles: list[str] = []
    phrases: list[list[str]] = []
    for alternative in text[opens : len(text) - closes].split("|"):
        if not _ALTERNATIVE.fullmatch(alternative):
            raise PatternError(f"{alternative!r} in {text!r} can't be read")
        if not alternative.startswith("@"):
            words: Sequence[str] = [alternative]
        elif alternative[1:] in lists:
            words = lists[alternative[1:]]
        else:
            raise PatternError(f"no list of words is called {alternative[1:]!r}")
        singles.extend(word for word in words if "_" not in word)
        phrases.extend(word.split("_") for word in words if "_" in word)
    ways = [(Term(vocabulary.term(tuple(singles)), opens, closes, gap),)] if singles else []
    for phrase in phrases:
        last = len(phrase) - 1
        ways.append(
            tuple(
                Term(
                    vocabulary.term((word,)),
                    opens and place == 0,
                    closes and place == last,
                    0 if place else gap,
                )
                for place, word in enumerate(phrase)
            )
        )
    return ways


def matches(pattern: Pattern, seen: Sighting) -> Iterator[tuple[int, ...]]:
    """Indexes of the words of each match; for an ordered pattern one for each
    place where it ends."""
    places: list[list[int]] = []
    for term in pattern.terms:
        indexes = seen.at.get(term.id)
        if not indexes:
            return
        if term.opens or term.closes:
            words = seen.words
            indexes = [
                i
                for i in indexes
                if (words[i].opens or not term.opens) and (words[i].closes or not term.closes)
            ]
            if not indexes:
                return
        places.append(indexes)
    finder: Callable[[Pattern, Sighting, list[list[int]]], Iterator[tuple[int, ...]]]
    finder = _in_any_order if pattern.any_order else _in_order
    yield from finder(pattern, seen, places)


def _in_order(
    pattern: Pattern, seen: Sighting, places: list[list[int]]
) -> Iterator[tuple[int, ...]]:
    """Backwards from the last term, so that each term takes the nearest word."""
    words = seen.words
    dead: set[tuple[int, int]] = set()  # (term, word) from which nothing can be reached

    def extend(term: int, index: int) -> tuple[int, ...] | None:
        if term == 0:
            return (index,)
        if (term, index) in dead:
            return None
        candidates = places[term - 1]
        furthest = words[index].place - pattern.terms[term].gap - 1
        for i in range(bisect_right(candidates, index - 1) - 1, -1, -1):
            before = candidates[i]
            if words[before].place < furthest:
                break
            found = extend(term - 1, before)
            if found is not None:
                return (*found, index)
        dead.add((term, index))
        return None

    last = len(pattern.terms) - 1
    for index in places[last]:
        found = extend(last, index)
        if found is not None:
            yield found


def _in_any_order(
    pattern: Pattern, seen: Sighting, places: list[list[int]]
) -> Iterator[tuple[int, ...]]:
    """Around each word of the rarest term, the nearest word of every other one."""
    words = seen.words
    rarest = min(range(len(places)), key=lambda number: len(places[number]))
    for index in places[rarest]:
        chosen = {rarest: index}
        for number, candidates in enumerate(places):
            if number == rarest:
                continue
            nearest = _nearest(candidates, index, set(chosen.values()), words)
            if nearest is None:
                break
            chosen[number] = nearest
        else:
            spread = [words[i].place for i in chosen.values()]
            if max(spread) - min(spread) <= pattern.window:
                yield tuple(sorted(chosen.values()))


def _nearest(
    candidates: list[int], index: int, taken: set[int], words: Sequence[Word]
) -> int | None:
    around = bisect_right(candidates, index)
    near = [c for c in candidates[max(0, around - 3) : around + 3] if c not in taken]
    place = words[index].place
    return min(near, key=lambda c: abs(words[c].place - place), default=None)
