"""Cuts a text into the pieces that the encoder has numbers for: the likeliest cut."""

from __future__ import annotations

import re

from bot.rasa_components.encoder.weights import Pieces

_SPACE = "\u2581"
_SPACES = re.compile("  +")
_NEVER = -1e30
_UNKNOWN_COSTS = 10.0


class Tokenizer:
    """Knows the vocabulary; keeps nothing of what it reads."""

    def __init__(self, pieces: Pieces) -> None:
        self._ids = {name: number for number, name in enumerate(pieces.names) if name}
        self._ids.pop(pieces.names[pieces.unknown], None)
        self._longest = max(map(len, self._ids))
        self._scores = pieces.scores
        self._unknown = pieces.unknown
        self._unknown_score = min(pieces.scores) - _UNKNOWN_COSTS
        self._written_as = pieces.written_as

    def tokens(self, text: str) -> list[int]:
        """The numbers of the pieces, without the marks of begin and end."""
        text = _SPACES.sub(" ", text.translate(self._written_as))
        if not text.startswith(" "):
            text = " " + text
        return self._likeliest(text.replace(" ", _SPACE))

    def _likeliest(self, text: str) -> list[int]:
        size = len(text)
        ids, scores = self._ids, self._scores
        best = [0.0, *[_NEVER] * size]
        piece, came_from = [0] * (size + 1), [0] * (size + 1)
        for start in range(size):
            so_far = best[start]
            for stop in range(start + 1, min(size, start + self._longest) + 1):
                number = ids.get(text[start:stop])
                if number is not None and so_far + scores[number] > best[stop]:
                    best[stop] = so_far + scores[number]
                    piece[stop], came_from[stop] = number, start
            if so_far + self._unknown_score > best[start + 1]:
                best[start + 1] = so_far + self._unknown_score
                piece[start + 1], came_from[start + 1] = self._unknown, start
        found = []
        at = size
        while at:
            found.append(piece[at])
            at = came_from[at]
        return found[::-1]
