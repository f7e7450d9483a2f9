"""Removing what has had its time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Backlog:
    """What waits for somebody in the whole service: counts, and since when the oldest waits.
    Of no prison, county or person."""

    messages: int
    oldest_message: dt.datetime | None
    alerts: int
    oldest_alert: dt.datetime | None
    referrals: int
    meetings: int


class Housekeeping(Protocol):
    """For the service itself; each method that forgets tells how many rows went."""

    def backlog(self) -> Backlog:
        """For monitoring."""

    def forget_codes(self, ended_before: dt.datetime) -> int:
        """Codes that expired or were revoked before then."""

    def forget_sessions(
        self, kind: str, seen_before: dt.datetime, begun_before: dt.datetime
    ) -> int:
        """Sessions of that kind that nobody used since, or that began before then."""

    def forget_tries(self, before: dt.datetime) -> int:
        """Failed tries that count nowhere any more."""

    def forget_answers(self, before: dt.datetime) -> int:
        """Answers that were kept for a repeated request."""

    def forget_drafts(self, before: dt.datetime) -> int:
        """Words that came too late and that nobody came back for."""

    def clients_erased(self, since: dt.datetime, limit: int) -> list[tuple[str, dt.datetime]]:
        """Whoever was erased then or later and when, oldest first."""

    def clients_gone(self, since: dt.datetime, limit: int) -> list[str]:
        """Persons of whom nothing was heard since then: no code that was valid, no message,
        no sign-in, and no referral that was open."""
