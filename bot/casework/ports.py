"""What casework needs from outside, as protocols that the outside fulfils."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """The only way to learn the time."""

    def now(self) -> dt.datetime:
        """The present moment, in UTC."""


class Ids(Protocol):
    """The only way to get a new identifier."""

    def new(self) -> str:
        """A new id, unique everywhere."""

    def token(self) -> str:
        """A secret that can't be guessed."""
