"""The support network's rows, and the outbox."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from bot.casework.outbox import Delivery
from bot.casework.support_network import SupportEvent


class SupportEvents(Protocol):
    """Only added and read: nothing that was written is changed."""

    def add(self, event: SupportEvent) -> None:
        """The body is sealed."""

    def of_referral(self, referral_id: str) -> list[SupportEvent]:
        """Oldest first, each with its number."""


class Outbox(Protocol):
    """What waits to leave."""

    def put(self, delivery: Delivery) -> bool:
        """False, and nothing done, if one with its mark is there already."""

    def with_mark(self, mark: str) -> Delivery | None: ...

    def of_referral(self, referral_id: str) -> list[Delivery]:
        """Newest first, without their bodies."""

    def due(self, now: dt.datetime, cut_off: dt.datetime, limit: int) -> list[Delivery]:
        """What waits and is due, and what was begun before ``cut_off`` and never ended."""

    def save(self, delivery: Delivery) -> None:
        """State, tries, times and problem; the body goes once it has left."""
