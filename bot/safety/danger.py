"""Finds danger to life or health in what a person writes.

This is looked for in every message, at every step, before anything else, in all
three languages whatever the page's language is, and also when the models are
down. What it misses, nobody may see; so a doubtful sign counts as danger.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from threading import Lock

from bot.safety.clean_up import readings
from bot.safety.lexicon import Entry, Lexicon, load_lexicon
from bot.safety.patterns import Pattern, matches
from bot.safety.sighting import Sighting
from bot.safety.words import cut

# What is told to staff first when a message says several things: what can't wait
# for words, then the intent to die, then harm to others.
PRECEDENCE = (
    "medical_emergency",
    "suicide",
    "violence_by_me",
    "violence_to_me",
    "self_harm",
)


@dataclass(frozen=True)
class Danger:
    """That somebody is in danger, and why we think so. Never holds the words."""

    kind: str
    entry: str


# Shorter ones are looked through in a moment.
LONG = 2000
_LATELY = 64
_lately: OrderedDict[bytes, Danger | None] = OrderedDict()
_lock = Lock()


def find_danger(text: str) -> Danger | None:
    """The gravest danger that the text speaks of, or None.

    What came of the last long texts is remembered under their hash: the same words are
    looked at more than once on their way, and once must be enough where others wait.
    """
    if len(text) <= LONG:
        return _find(text)
    mark = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
    with _lock:
        if mark in _lately:
            return _lately[mark]
    found = _find(text)
    with _lock:
        _lately[mark] = found
        while len(_lately) > _LATELY:
            _lately.popitem(last=False)
    return found


def _find(text: str) -> Danger | None:
    found = all_dangers(text)
    if not found:
        return None
    entry = min(found, key=lambda entry: (entry.hint, PRECEDENCE.index(entry.kind)))
    return Danger(entry.kind, entry.id)


def all_dangers(text: str) -> list[Entry]:
    """Every entry that the text sets off; for tests and for tuning the lexicon."""
    found: dict[str, Entry] = {}
    for reading in readings(text):
        for entry in _finder().look(reading):
            found.setdefault(entry.id, entry)
    return list(found.values())


@cache
def _finder() -> DangerFinder:
    return DangerFinder(load_lexicon())


class DangerFinder:
    """The lexicon laid out for looking: which entries may a word belong to?"""

    def __init__(self, lexicon: Lexicon) -> None:
        self._vocabulary = lexicon.vocabulary
        self._by_anchor: dict[int, list[tuple[Entry, Pattern]]] = {}
        uses: dict[int, int] = {}
        every = [(entry, pattern) for entry in lexicon.entries for pattern in entry.any]
        for _, pattern in every:
            for term in pattern.terms:
                uses[term.id] = uses.get(term.id, 0) + 1
        for entry, pattern in every:
            anchor = min(pattern.terms, key=lambda term: uses[term.id])
            self._by_anchor.setdefault(anchor.id, []).append((entry, pattern))

    def look(self, text: str) -> Iterator[Entry]:
        """Entries set off by a text that has been through `readings`."""
        seen = Sighting(cut(text), self._vocabulary)
        found: set[str] = set()
        guarded: dict[Pattern, frozenset[int]] = {}
        for anchor in list(seen.ends):
            for entry, pattern in self._by_anchor.get(anchor, ()):
                if entry.id in found or not all(term.id in seen.ends for term in pattern.terms):
                    continue
                if self._stands(entry, pattern, seen, guarded):
                    found.add(entry.id)
                    yield entry

    def _stands(
        self,
        entry: Entry,
        pattern: Pattern,
        seen: Sighting,
        guarded: dict[Pattern, frozenset[int]],
    ) -> bool:
        """Whether some match shares no word with an idiom or a denial."""
        for match in matches(pattern, seen):
            if not any(_guarded(guard, seen, guarded) & set(match) for guard in entry.unless):
                return True
        return False


def _guarded(
    guard: Pattern, seen: Sighting, known: dict[Pattern, frozenset[int]]
) -> frozenset[int]:
    if guard not in known:
        known[guard] = frozenset(index for match in matches(guard, seen) for index in match)
    return known[guard]
