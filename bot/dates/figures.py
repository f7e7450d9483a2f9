"""The shapes of figures: "26.2." may be a date, "14:30" a time, "040-123456" neither.

Judged by shape alone; whether the shape means a date is for the grammar and the judge.
"""

from __future__ import annotations

import re
from typing import Any

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
DMY = re.compile(
    r"(\d{1,2})[.](\d{1,2})[.](\d{4}|\d{2})"
    r"|(\d{1,2})/(\d{1,2})/(\d{4})|(\d{1,2})-(\d{1,2})-(\d{4})"
)
_DM = re.compile(r"(\d{1,2})\.(\d{1,2})")
_SLASH = re.compile(r"(\d{1,2})/(\d{1,2})")
_HM = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")
_LONGEST_PART = 2

Kinds = dict[str, Any]


def _count(number: str, dot: bool) -> Kinds:
    """A whole number: an hour, a day of the month, a year."""
    if len(number) == 4 and number.startswith("20"):
        return {"YEAR": int(number)}
    if len(number) > 2:
        return {"NUM": int(number)} if len(number) == 3 else {}
    value = int(number)
    kinds: Kinds = {"ORD": value, "DOTINT": value} if dot else {"NUM": value, "INT": value}
    if len(number) == 2 and number.startswith("0"):
        kinds["LITERAL"] = True
    return kinds


def _two_parts(found: re.Match[str], dot: bool) -> Kinds:
    """A day and month, an hour and minutes, or either."""
    first, second = int(found[1]), int(found[2])
    kinds: Kinds = {}
    if 1 <= second <= 12 and first >= 1:
        kinds["NDATE" if dot else "DM"] = (first, second, None)
    if len(found[2]) == 2 and first < 24 and second < 60:
        kinds["HMD"] = (first, second, found[1].startswith("0"))
    elif dot and "NDATE" not in kinds:
        kinds["NDATE"] = (first, second, None)
    return kinds


def shapes(number: str, dot: bool) -> Kinds:
    """The kinds a figure may be, with their values; `dot`: a dot follows it."""
    if number.isdigit():
        return _count(number, dot)
    if found := ISO.fullmatch(number):
        return {"NDATE": (int(found[3]), int(found[2]), int(found[1]))}
    if found := DMY.fullmatch(number):
        day, month, year = (int(g) for g in found.groups() if g is not None)
        return {"NDATE": (day, month, year + 2000 if year < 100 else year)}
    if found := _HM.fullmatch(number):
        return {"HM": (int(found[1]), int(found[2]), found[1].startswith("0"))}
    if found := _SLASH.fullmatch(number):
        return {"SLASH": (int(found[1]), int(found[2]), None)}
    found = _DM.fullmatch(number)
    return _two_parts(found, dot) if found else {}


def split(number: str, start: int) -> list[tuple[str, int]]:
    """Takes ranges apart: "1.12-5.12" is two figures and a dash, a telephone number is one."""
    if "-" not in number or ISO.fullmatch(number) or DMY.fullmatch(number):
        return [(number, start)]
    parts = number.split("-")
    if any(p.isdigit() and len(p) > _LONGEST_PART for p in parts):
        return [(number, start)]
    placed: list[tuple[str, int]] = []
    for part in parts:
        if placed:
            placed.append(("-", start - 1))
        placed.append((part, start))
        start += len(part) + 1
    return placed
