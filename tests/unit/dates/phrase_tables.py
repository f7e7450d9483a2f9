"""Reads the tables of phrases: "text => date time", "-" for nothing, read on one fixed day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

TABLES = Path(__file__).parent / "tables"
TODAY = dt.date(2026, 11, 24)  # a Tuesday


def lines(name: str) -> list[str]:
    """The lines of a table without its remarks."""
    text = (TABLES / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def rows(name: str) -> list[tuple[str, str, str]]:
    """(text, date, time) of each line of a table."""
    found: list[tuple[str, str, str]] = []
    for line in lines(name):
        text, _, labels = line.rpartition(" => ")
        date, time = labels.split()
        found.append((text, date, time))
    return found
