"""A message cut into words, each with its place.

Places, not counts, say how far apart two words are: a comma is one step, the
end of a sentence three, so patterns seldom reach over a full stop although
nobody in a hurry writes full stops.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECE = re.compile(r"[^\W\d_]{1,40}(?:'[^\W\d_]{1,40})?|\d+|\.{2,}|[.!?;\n]|[,:()\-–—/]")
_COMMA, _SENTENCE_END = 1, 3
NUMBER = "#"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written (after bending), its place, and whether it opens or
    closes a sentence."""

    text: str
    place: int
    opens: bool
    closes: bool


def cut(text: str) -> list[Word]:
    """The words of a text that has been through `clean_up.readings`."""
    found: list[tuple[str, int, bool]] = []
    closes: set[int] = set()
    place, opens = 0, True
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece[0].isalnum():
            word = NUMBER if piece[0].isdigit() else piece.replace("'", "")
            found.append((word, place, opens))
            place, opens = place + 1, False
        elif piece in ".!?;\n":
            closes.add(len(found) - 1)
            place, opens = place + (0 if opens else _SENTENCE_END), True
        elif piece == ",":
            place += _COMMA
    closes.add(len(found) - 1)
    return [Word(*word, closes=index in closes) for index, word in enumerate(found)]
