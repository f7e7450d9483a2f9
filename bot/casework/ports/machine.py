"""The machine's own: time, identifiers, slow hashes of secrets."""

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


class Hasher(Protocol):
    """Slow hashes for what people remember; run it in a thread, never in a transaction."""

    def hash(self, secret: str) -> str:
        """The hash to store."""

    def verify(self, stored: str | None, secret: str) -> bool:
        """Whether it is the secret; takes as long when nothing is stored."""
