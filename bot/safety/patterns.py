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
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.safety.clean_up import fold
from bot.safety.sighting import Sighting
from bot.safety.vocabulary import Vocabulary

DEFAULT_GAP = 2
DEFAULT_WINDOW = 6
_WORD = r"(?:#|\$|\d+|\*?[a-z]+[*!]?)"
_ALTERNATIVE = re.compile(rf"@[a-z_]+|{_WORD}(?:_{_WORD})*")


class PatternError(ValueError):
    """A pattern that can't be read; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Term:
    """One place of a pattern: a set of words, and how far it may stand from the next."""

    id: int
    opens: bool = False
    closes: bool = False
    gap: int = DEFAULT_GAP
    """Most places between this term and the one before; 0 means directly after."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Terms that must stand near each other."""

    source: str
    terms: tuple[Term, ...]
    any_order: bool = False
    window: int = DEFAULT_WINDOW
    guards: bool = False
    """Takes an alarm back; so it stays within one clause."""


def spell(text: str) -> str:
    """Words of the lexicon spelt as `words.cut` spells those of a message."""
    return fold(text.casefold()).replace("-", "_").replace("'", "")


def read_pattern(
    text: str,
    lists: Mapping[str, tuple[str, ...]],
    vocabulary: Vocabulary,
    *,
    guards: bool = False,
) -> Pattern:
    """Compile one line of a lexicon; raises PatternError."""
    chunks = spell(text).split()
    window = DEFAULT_WINDOW
    if chunks and re.fullmatch(r"<\d+", chunks[-1]):
        window = int(chunks.pop()[1:])
    if "&" in chunks:
        if chunks[1::2] != ["&"] * (len(chunks) // 2) or len(chunks) % 2 == 0:
            raise PatternError(f"{text!r}: '&' goes between every two terms")
        any_order = [_read_term(chunk, lists, vocabulary) for chunk in chunks[::2]]
        return Pattern(text, tuple(any_order), any_order=True, window=window, guards=guards)
    terms: list[Term] = []
    gap = DEFAULT_GAP
    for chunk in chunks:
        if re.fullmatch(r"\.\.\d+", chunk):
            gap = int(chunk[2:])
            continue
        for number, part in enumerate(chunk.split("+")):
            terms.append(_read_term(part, lists, vocabulary, 0 if number else gap))
        gap = DEFAULT_GAP
    if not terms:
        raise PatternError(f"{text!r}: no words in it")
    return Pattern(text, tuple(terms), guards=guards)


def _read_term(
    text: str, lists: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary, gap: int = DEFAULT_GAP
) -> Term:
    opens = text.startswith("^")
    closes = text.endswith("$") and text != "$" and not text.endswith(("|$", "_$"))
    words: list[str] = []
    for alternative in text[opens : len(text) - closes].split("|"):
        if not _ALTERNATIVE.fullmatch(alternative):
            raise PatternError(f"{alternative!r} in {text!r} can't be read")
        if not alternative.startswith("@"):
            words.append(alternative)
        elif alternative[1:] in lists:
            words.extend(lists[alternative[1:]])
        else:
            raise PatternError(f"no list of words is called {alternative[1:]!r}")
    return Term(vocabulary.term(words), opens, closes, gap)


def matches(pattern: Pattern, seen: Sighting) -> Iterator[tuple[int, ...]]:
    """Indexes of the words of each match; for an ordered pattern one for each
    word that it ends with."""
    ends: list[list[int]] = []
    for term in pattern.terms:
        found = seen.ends.get(term.id)
        if found and (term.opens or term.closes):
            found = [end for end in found if _at_the_edge(term, end, seen)]
        if not found:
            return
        ends.append(found)
    if pattern.any_order:
        yield from _in_any_order(pattern, ends, seen)
    else:
        yield from _in_order(pattern, ends, seen)


def _at_the_edge(term: Term, end: int, seen: Sighting) -> bool:
    opens = not term.opens or seen.words[seen.start(term.id, end)].opens
    return opens and (not term.closes or seen.words[end].closes)


def _in_order(pattern: Pattern, ends: list[list[int]], seen: Sighting) -> Iterator[tuple[int, ...]]:
    """Backwards from the last term, so that each term takes the nearest word."""
    places = seen.guard_places if pattern.guards else seen.places
    dead: set[tuple[int, int]] = set()  # (term, end) from which nothing can be reached

    def extend(number: int, end: int) -> tuple[int, ...] | None:
        term = pattern.terms[number]
        start = seen.start(term.id, end)
        words = tuple(range(start, end + 1))
        if number == 0:
            return words
        if (number, end) in dead:
            return None
        before = ends[number - 1]
        furthest = places[start] - term.gap - 1
        for i in range(bisect_left(before, start) - 1, -1, -1):
            if places[before[i]] < furthest:
                break
            found = extend(number - 1, before[i])
            if found is not None:
                return found + words
        dead.add((number, end))
        return None

    last = len(pattern.terms) - 1
    for end in ends[last]:
        found = extend(last, end)
        if found is not None:
            yield found


def _in_any_order(
    pattern: Pattern, ends: list[list[int]], seen: Sighting
) -> Iterator[tuple[int, ...]]:
    """Around each word of the rarest term, the nearest word of every other one."""
    places = seen.guard_places if pattern.guards else seen.places
    rarest = min(range(len(ends)), key=lambda number: len(ends[number]))
    for end in ends[rarest]:
        chosen = {rarest: end}
        for number, others in enumerate(ends):
            if number == rarest:
                continue
            nearest = _nearest(others, end, set(chosen.values()), places)
            if nearest is None:
                break
            chosen[number] = nearest
        else:
            spread = [places[i] for i in chosen.values()]
            if max(spread) - min(spread) <= pattern.window:
                yield tuple(sorted(chosen.values()))


def _nearest(others: list[int], index: int, taken: set[int], places: list[int]) -> int | None:
    around = bisect_right(others, index)
    near = [i for i in others[max(0, around - 3) : around + 3] if i not in taken]
    return min(near, key=lambda i: abs(places[i] - places[index]), default=None)
