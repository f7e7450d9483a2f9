"""The desk: the queue's pages, who has a referral open, the views that a worker keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.casework.queue_view import Asked, View
from bot.casework.referral import Referral


class Queue(Protocol):
    """A county's referrals, page by page."""

    def page(
        self,
        county: str,
        today: dt.date,
        asked: Asked,
        *,
        limit: int = 50,
        after: str | None = None,
    ) -> tuple[list[Referral], str | None]:
        """Open ones by urgency today, then release (unknown last), then due, then received;
        closed ones after them, the latest first. Forwarded ones are nobody's here.

        The token of the next page holds nothing that could identify a person. A page may hold
        fewer rows than ``limit`` and still have a token: much was looked through.
        """

    def tallies(self, county: str, worker: str, today: dt.date) -> dict[View, int]:
        """How many stand in each view of open ones. What is closed only grows; nobody works
        by its number, and counting it would cost more than all the rest of the page."""

    def wrote_last(self, referral_ids: Collection[str]) -> set[str]:
        """Those in which the person, not the worker, wrote last."""

    def reorder(self, referral_id: str, revision: int, due_on: dt.date | None) -> None:
        """Another place in the order, if it is still of that revision. It stays of it: nothing
        that a page shows has changed."""


class Presence(Protocol):
    """Who has a referral open: soft, it locks nothing."""

    def note(self, referral_id: str, worker_id: str, at: dt.datetime) -> None: ...

    def leave(self, referral_id: str, worker_id: str) -> None: ...

    def others(
        self, referral_id: str, worker_id: str, since: dt.datetime
    ) -> list[tuple[str, dt.datetime]]:
        """Other workers who had it open since then, the latest first."""


@dataclass(frozen=True)
class SavedView:
    """A view with its filters, under a name of the worker's own."""

    id: str
    name: str
    asks: Mapping[str, str]


class SavedViews(Protocol):
    """The views that a worker keeps."""

    def add(self, owner: str, view: SavedView, at: dt.datetime) -> None: ...

    def of_owner(self, owner: str) -> list[SavedView]:
        """The oldest first."""

    def drop(self, owner: str, view_id: str) -> bool: ...
