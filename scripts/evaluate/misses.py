"""The lines that were read worst, of those that may be looked at."""

from __future__ import annotations

from collections.abc import Iterable

from scripts.evaluate.measures import Pair


def missed_danger(pair: Pair) -> bool:
    return pair[0].crisis is not None and pair[1]["crisis"] is None


def wrong_areas(pair: Pair) -> set[str]:
    """Missed and added ones together."""
    return set(pair[0].areas ^ set(pair[1]["areas"]))


def worst_misses(pairs: Iterable[Pair], count: int = 10) -> list[Pair]:
    """Missed danger first, then by the number of areas missed or added; where that is
    equal, what was missed is worse than what was added. Never a line of the part "final".

    Areas count in the lines that are there to measure them; elsewhere they are told for
    information only.
    """
    wrong = [
        pair
        for pair in pairs
        if pair[0].part == "look"
        and (missed_danger(pair) or (pair[0].topic == "needs" and wrong_areas(pair)))
    ]
    return sorted(wrong, key=_badness)[:count]


def _badness(pair: Pair) -> tuple[bool, int, int, str, str]:
    line, found = pair
    missed = line.areas - set(found["areas"])
    return not missed_danger(pair), -len(wrong_areas(pair)), -len(missed), line.lang, line.text


def as_text(pair: Pair) -> str:
    """Three lines for a reader: the text, what should have been read of it, and what was."""
    line, found = pair
    return (
        f"  {line.lang} {line.text!r}\n"
        f"      expected {_understood(line.areas, line.crisis)}\n"
        f"      read     {_understood(found['areas'], found['crisis'])}"
    )


def _understood(areas: Iterable[str], crisis: str | None) -> str:
    return f"areas {', '.join(sorted(areas)) or 'none'}; danger {crisis or 'none'}"
