"""The audit trail, repeated requests, and the brake on guessing."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from bot.casework.journal import Entry


class Trail(Protocol):
    """Who did what, when; each row carries the hash of the one before it."""

    def add(self, entry: Entry) -> None: ...

    def of_client(self, client_id: str, verbs: tuple[str, ...], limit: int) -> list[Entry]:
        """Newest first: what the person may see of who read their summary."""

    def broken_at(self) -> int | None:
        """The number of the first row that does not follow from the one before, or None."""


class Idempotency(Protocol):
    """Answers to requests that carry an Idempotency-Key; the answer is sealed."""

    def get(self, subject: str, key: str) -> tuple[str, int, str] | None:
        """Fingerprint of the request, status, body."""

    def put(
        self, subject: str, key: str, fingerprint: str, status: int, body: str, at: dt.datetime
    ) -> None:
        """In place of an earlier answer; but a use case that looked for one and found none is
        done anew if another was quicker."""


class Throttle(Protocol):
    """Counts of failed tries by bucket (a code, a browser, the whole service)."""

    def count(self, bucket: str, since: dt.datetime) -> int: ...

    def oldest(self, bucket: str, since: dt.datetime) -> dt.datetime | None:
        """The first failed try since then: when it leaves the window, one more is allowed."""

    def add(self, bucket: str, at: dt.datetime) -> None: ...

    def clear(self, bucket: str) -> None: ...
