"""Cutting a message into the pieces that can be true or false by themselves.

"kämppä on, mut velkoja riittää" says no to one need and yes to another; a whole
sentence with both in it looks like neither.
"""

from __future__ import annotations

import re

MOST_CLAUSES = 8
"""Enough for what people write in one go, and a bound on the work."""

_MARKS = r"[.!?;:\n]+(?=\s|$)|,(?!\d)|\s[-–—]\s|[()]"
_CONJUNCTIONS = (
    "mutta|mut|muttei|vaan|ja|sekä|eikä|paitsi|tosin|"  # Finnish
    "men|och|å|samt|fast|"  # Swedish
    "but|and|though|although|except|plus"  # English
)
_SPLIT = re.compile(rf"(?:{_MARKS})|(?:(?<=\s)(?:{_CONJUNCTIONS})(?=\s))", re.IGNORECASE)
_WORD = re.compile(r"\w{2,}")


def split_clauses(text: str) -> list[str]:
    """The clauses of a text, or nothing when it is a single one."""
    pieces = [piece.strip() for piece in _SPLIT.split(text)]
    pieces = [piece for piece in pieces if piece and _WORD.search(piece)]
    if len(pieces) < 2:
        return []
    if len(pieces) > MOST_CLAUSES:
        rest = " ".join(pieces[MOST_CLAUSES - 1 :])
        pieces = [*pieces[: MOST_CLAUSES - 1], rest]
    return pieces
