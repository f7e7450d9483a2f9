"""Which terms of the lexicon stand where in a message."""

from __future__ import annotations

from bot.safety.vocabulary import Vocabulary
from bot.safety.words import Word


class Sighting:
    """A message with the terms seen in it."""

    def __init__(self, words: list[Word], vocabulary: Vocabulary) -> None:
        self.words = words
        self.places = [word.place for word in words]
        self.guard_places = [word.guard_place for word in words]
        self.ends: dict[int, list[int]] = {}
        """term -> indexes of the words where it ends, rising"""
        self._starts: dict[tuple[int, int], int] = {}
        terms = self._terms_of_words(vocabulary)
        self._add_phrases(terms, vocabulary)

    def start(self, term: int, end: int) -> int:
        """Where a term that ends here begins: elsewhere when it is a phrase."""
        return self._starts.get((term, end), end)

    def _terms_of_words(self, vocabulary: Vocabulary) -> list[frozenset[int]]:
        known: dict[str, frozenset[int]] = {}
        found: list[frozenset[int]] = []
        for index, word in enumerate(self.words):
            text = word.text
            if index and self._comma_before(index):
                text = vocabulary.after_comma.get(text, text)
            if text not in known:
                known[text] = vocabulary.look_up(text)
            terms = known[text]
            if not word.closes and index + 1 < len(self.words) and text.isalpha():
                terms |= vocabulary.look_up_joined(text, self.words[index + 1].text)
            for term in terms:
                self.ends.setdefault(term, []).append(index)
            found.append(terms)
        return found

    def _comma_before(self, index: int) -> bool:
        return self.guard_places[index] - self.guard_places[index - 1] > (
            self.places[index] - self.places[index - 1]
        )

    def _add_phrases(self, terms: list[frozenset[int]], vocabulary: Vocabulary) -> None:
        ends: dict[int, set[int]] = {}
        for index, here in enumerate(terms):
            for first in here:
                for rest, term in vocabulary.phrases(first):
                    end = index + len(rest)
                    if end < len(terms) and self._follow(index, rest, terms):
                        ends.setdefault(term, set()).add(end)
                        if end not in self.ends.get(term, ()):
                            self._starts[term, end] = index
        for term, more in ends.items():
            self.ends[term] = sorted(more.union(self.ends.get(term, ())))

    def _follow(self, index: int, rest: tuple[int, ...], terms: list[frozenset[int]]) -> bool:
        return all(
            term in terms[index + step] and self.places[index + step] == self.places[index] + step
            for step, term in enumerate(rest, start=1)
        )
