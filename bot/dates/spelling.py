"""Finds the senses of a word as people write it: without dots, with a clitic, misspelt."""

from __future__ import annotations

import functools

from bot.dates.lexicon import Lexicon, deletions, fold, lexicon
from bot.dates.wordlists import Sense

_SHORTEST_STEM = 6
_LONG = 8
_MENDED_LENGTHS = range(6, 17)


@functools.lru_cache(maxsize=4096)
def senses(word: str) -> tuple[tuple[Sense, ...], bool]:
    """The senses of a word: as written, without dots, without a clitic, mended. Second: exactly known?"""
    lex = lexicon()
    folded = fold(word)
    found = lex.words.get(word) or lex.words.get(folded)
    if found:
        return found, True
    for clitic in lex.clitics:
        if folded.endswith(clitic) and len(folded) - len(clitic) >= _SHORTEST_STEM:
            found = lex.words.get(folded[: -len(clitic)])
            if found:
                return found, True
    if len(folded) in _MENDED_LENGTHS:
        return _mend(folded, lex), False
    return (), False


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter dropped, added, changed or two swapped turn one word into the other.

    A changed letter makes other words of short ones ("löydän", "lördan"): long ones only.
    """
    if abs(len(a) - len(b)) > 1:
        return False
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail_a, tail_b = a[head:], b[head:]
    if len(a) != len(b):
        return tail_a[1:] == tail_b or tail_a == tail_b[1:]
    changed = len(a) >= _LONG and tail_a[1:] == tail_b[1:]
    return changed or (tail_a[:2] == tail_b[1::-1] and tail_a[2:] == tail_b[2:])


def _mend(word: str, lex: Lexicon) -> tuple[Sense, ...]:
    """A misspelt weekday, month, feast or "tomorrow", only if all near words mean the same."""
    near = {
        w
        for cut in deletions(word)
        for w in lex.near.get(cut, ())
        if w[0] == word[0] and _one_slip(word, w)
    }
    found: dict[tuple[str, str], Sense] = {}
    for sense in (s for w in near for s in lex.words[w]):
        found[sense.lang, sense.kind] = sense
    meanings = {(s.kind, s.value) for s in found.values()}
    if (
        len({kind for kind, _ in meanings} - {"WDT"}) > 1
        or len({value for _, value in meanings}) > 1
    ):
        return ()
    return tuple(found.values())
