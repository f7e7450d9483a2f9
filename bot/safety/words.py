"""A message cut into words, each with its place.

Places, not counts, say how far apart two words are: a comma is one step, the
end of a sentence three, so patterns seldom reach over a full stop although
nobody in a hurry writes full stops. For a denial a comma is three steps too:
"ei, tapan itseni" denies nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_PIECE = re.compile(r"[^\W\d_]{1,40}(?:'[^\W\d_]{1,40})?|\d+|\.{2,}|[.!?;\n]|[,:()\-–—/]")
_COMMA, _CLAUSE_END, _SENTENCE_END = 1, 3, 3
END = "$"
"""Stands for the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written (after bending), its place, and whether it opens or
    closes a sentence."""

    text: str
    place: int
    guard_place: int
    opens: bool
    closes: bool = False


def cut(text: str) -> list[Word]:
    """The words of a text that has been through `clean_up.readings`; after the
    last one of each sentence comes END."""
    found: list[Word] = []
    place, guard_place, opens = 0, 0, True
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece[0].isalnum():
            found.append(Word(piece.replace("'", ""), place, guard_place, opens))
            place, guard_place, opens = place + 1, guard_place + 1, False
        elif piece in ".!?;\n" and not opens:
            _close(found)
            place += _SENTENCE_END
            guard_place += _SENTENCE_END
            opens = True
        elif piece == ",":
            place += _COMMA
            guard_place += _CLAUSE_END
    if not opens:
        _close(found)
    return found


def _close(found: list[Word]) -> None:
    last = found[-1]
    found[-1] = replace(last, closes=True)
    found.append(Word(END, last.place + 1, last.guard_place + 1, opens=False))
