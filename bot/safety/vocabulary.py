"""Which words of the lexicon a written word may stand for.

A *term* is one place in a pattern: `haluan|haluun`, `itsemurh*`, `*yliannost*`,
`#` for any number. A term gets a number; a written word is looked up once and
gives the numbers of all terms it may stand for. The look-up allows one slip of
the fingers in longer words, so a message costs the same however large the
lexicon grows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

SHORTEST_KEY_WORD = 5
"""Key words of the lexicon are recognised with a letter missing, extra or changed
round from this length on."""

# How long other words must be, doubled letters counted once, before a slip of each
# sort is allowed in them; in shorter words it would make another common word.
_DOUBLED, _SWAPPED, _MISSING_OR_EXTRA, _WRONG = 6, 7, 8, 9
_WRONG_IN_KEY_WORD = 7

_SHORTEST_HALF = 2

NUMBER = "#"
"""Stands in a pattern for any number."""

_RUN = re.compile(r"(.)\1{2,}")
_DOUBLED_CONSONANT = re.compile(r"([b-df-hj-np-tv-xz])\1")
_MAX_RUNS = 4


class Vocabulary:
    """Terms by their words; built once when the lexicon is loaded."""

    def __init__(
        self,
        plain_words: Iterable[str] = (),
        key_words: Iterable[str] = (),
        respell: Iterable[tuple[str, str]] = (),
        after_comma: Iterable[tuple[str, str]] = (),
    ) -> None:
        """`plain_words` never are slips of others; `key_words` may hold any slip;
        `respell` turns dialect spellings into common ones (`oo` -> `aa`);
        `after_comma` says what a word of two meanings is there."""
        self.after_comma = dict(after_comma)
        self._key_words = frozenset(key_words)
        self._respell = tuple(respell)
        self._plain_words = {word for word in plain_words if not word.endswith("*")}
        self._plain_stems = tuple(word[:-1] for word in plain_words if word.endswith("*"))
        self._ids: dict[str, int] = {}
        self._phrases: dict[int, list[tuple[tuple[int, ...], int]]] = {}
        self._exact: dict[str, set[int]] = {}
        self._stems: dict[str, set[int]] = {}
        self._endings: dict[str, set[int]] = {}
        self._parts: dict[str, set[int]] = {}
        self._part_search: re.Pattern[str] | None = None
        self._slips: dict[str, set[tuple[str, bool]]] = {}
        self._slip_terms: dict[tuple[str, bool], set[int]] = {}
        self._stem_lengths: list[int] = []
        self._slip_lengths: list[int] = []

    def term(self, alternatives: Iterable[str]) -> int:
        """The number of a term, the same for the same alternatives. An alternative
        of several words is written `jos_kuolen`."""
        given = sorted(set(alternatives))
        key = "|".join(given)
        if key in self._ids:
            return self._ids[key]
        term = self._ids[key] = len(self._ids)
        for alternative in given:
            first, *rest = alternative.split("_")
            if rest:
                phrase = (tuple(self.term((word,)) for word in rest), term)
                self._phrases.setdefault(self.term((first,)), []).append(phrase)
            else:
                self._add(alternative, term)
        return term

    def phrases(self, first: int) -> list[tuple[tuple[int, ...], int]]:
        """Phrases that begin with this term: the terms that follow, and what the
        whole stands for."""
        return self._phrases.get(first, [])

    def _add(self, word: str, term: int) -> None:
        exact_only = word.endswith("!")
        word = word.rstrip("!")
        if word.startswith("*") and word.endswith("*"):
            self._parts.setdefault(word[1:-1], set()).add(term)
        elif word.startswith("*"):
            self._endings.setdefault(word[1:], set()).add(term)
        elif word.endswith("*"):
            self._stems.setdefault(word[:-1], set()).add(term)
            self._add_slips(word[:-1], term, exact_only, stem=True)
        else:
            self._exact.setdefault(word, set()).add(term)
            self._add_slips(word, term, exact_only, stem=False)

    def _add_slips(self, word: str, term: int, exact_only: bool, *, stem: bool) -> None:
        single = _single(word)
        least = SHORTEST_KEY_WORD if self._is_key(word, stem) else _DOUBLED
        if exact_only or len(single) < least:
            return
        self._slip_terms.setdefault((word, stem), set()).add(term)
        for form in _without_one(single):
            self._slips.setdefault(form, set()).add((word, stem))

    def freeze(self) -> None:
        """Get ready for look-ups; nothing is added after this."""
        if self._parts:
            parts = sorted(self._parts, key=len, reverse=True)
            self._part_search = re.compile("|".join(map(re.escape, parts)))
        self._stem_lengths = sorted({len(stem) for stem in self._stems})
        slip_stems = {word for forms in self._slips.values() for word, stem in forms if stem}
        lengths = {len(_single(stem)) for stem in slip_stems}
        self._slip_lengths = sorted({n + d for n in lengths for d in (-1, 0, 1)})

    def __contains__(self, word: str) -> bool:
        return bool(self._without_slips(word))

    def look_up(self, word: str) -> frozenset[int]:
        """All terms that the word may stand for."""
        if not word[0].isalpha():
            number = self._exact.get(NUMBER, set()) if word[0].isdigit() else set()
            return frozenset(self._exact.get(word, set()) | number)
        found: set[int] = set()
        for form in _forms(word):
            found |= self._without_slips(form)
        if word not in self._exact and not self._is_plain(word):
            for form in self._respelt(word):
                found |= self._without_slips(form)
        if len(word) >= SHORTEST_KEY_WORD - 1 and not self._is_plain(word):
            found |= self._with_slip(word)
        return frozenset(found)

    def _is_key(self, word: str, stem: bool) -> bool:
        return (word + "*" if stem else word) in self._key_words

    def _is_plain(self, word: str) -> bool:
        return word in self._plain_words or word.startswith(self._plain_stems or " ")

    def look_up_joined(self, first: str, second: str) -> frozenset[int]:
        """Terms for a word that was written as two (`itse murha`, `over dose`)."""
        if len(first) < _SHORTEST_HALF or len(second) < _SHORTEST_HALF:
            return frozenset()
        word = first + second
        least = len(first) + _SHORTEST_HALF
        found = set(self._exact.get(word, ()))
        for length in self._stem_lengths:
            if least <= length <= len(word):
                found |= self._stems.get(word[:length], set())
        return frozenset(found)

    def _respelt(self, word: str) -> set[str]:
        """Other spellings of a word that the lexicon has not as it is, by at most two rules."""
        forms = {word, _DOUBLED_CONSONANT.sub(r"\1", word)}
        for _ in range(2):
            for form in tuple(forms):
                for old, new in self._respell:
                    if old.endswith("$"):
                        if form.endswith(old[:-1]):
                            forms.add(form[: 1 - len(old)] + new)
                    elif old in form:
                        forms.add(form.replace(old, new))
        forms.discard(word)
        return forms

    def _without_slips(self, word: str) -> set[int]:
        found = set(self._exact.get(word, ()))
        for length in self._stem_lengths:
            if length > len(word):
                break
            found |= self._stems.get(word[:length], set())
        if self._part_search is not None:
            for match in self._part_search.finditer(word):
                found |= self._parts[match[0]]
        for ending, terms in self._endings.items():
            if word.endswith(ending) and word != ending:
                found |= terms
        return found

    def _with_slip(self, word: str) -> set[int]:
        """Terms whose word or stem differs by one letter from this one."""
        single = _single(word)
        found: set[int] = set()
        seen: set[tuple[str, bool]] = set()
        for length in {*self._slip_lengths, len(single)}:
            if length > len(single):
                continue
            beginning = single[:length]
            for form in _without_one(beginning):
                for candidate in self._slips.get(form, ()):
                    if candidate in seen:
                        continue
                    known, stem = candidate
                    if not stem and (length < len(single) or abs(len(known) - len(word)) > 2):
                        continue
                    if self._is_slip_of(known, stem, beginning):
                        seen.add(candidate)
                        found |= self._slip_terms[candidate]
        return found

    def _is_slip_of(self, known: str, stem: bool, beginning: str) -> bool:
        # The last letter often makes another word (kuolen, kuolet).
        if known[0] != beginning[0] or known[-1] != beginning[-1]:
            return False
        asked = _length_asked(_single(known), beginning)
        if asked is None:
            return False
        if self._is_key(known, stem):
            asked = SHORTEST_KEY_WORD if asked < _WRONG else _WRONG_IN_KEY_WORD
        return len(_single(known)) >= asked


def _forms(word: str) -> set[str]:
    """The word, and what it may be when letters were held down or doubled."""
    forms = {word}
    runs = _RUN.findall(word)
    if 0 < len(runs) <= _MAX_RUNS:
        for lengths in product((1, 2), repeat=len(runs)):
            left = iter(lengths)
            forms.add(_RUN.sub(lambda m, left=left: m[1] * next(left), word))  # type: ignore[misc]
    if len(word) >= 6 and len(word) % 2 == 0 and word[::2] == word[1::2]:
        forms.add(word[::2])
    return forms


def _single(word: str) -> str:
    """Every run of a letter as one letter: doubling is the commonest slip."""
    out = word[:1]
    for char in word[1:]:
        if char != out[-1]:
            out += char
    return out


def _without_one(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _length_asked(known: str, written: str) -> int | None:
    """How long a word must be to be known with the slip that parts the two; None
    when more than one slip parts them."""
    if known == written:
        return _DOUBLED
    if abs(len(known) - len(written)) > 1:
        return None
    i = 0
    while i < min(len(known), len(written)) and known[i] == written[i]:
        i += 1
    a, b = known[i:], written[i:]
    if a[1:] == b[1:]:
        return _WRONG
    if a == b[1:] or a[1:] == b:
        return _MISSING_OR_EXTRA
    if a[2:] == b[2:] and a[:2] == b[1::-1]:
        return _SWAPPED
    return None
