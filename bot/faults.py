"""How an unexpected error is written down: its kind and place, never its text.

The text of an exception can quote what a person wrote.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from bot.settings import ROOT


def describe(error: BaseException) -> str:
    """The kind of error and the last places that it came through."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = [f"{_short(frame.filename)}:{frame.lineno}" for frame in frames]
    return f"{type(error).__name__} at {' > '.join(places)}"


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
