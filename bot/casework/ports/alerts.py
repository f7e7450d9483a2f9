"""Alerts of danger, and whether a page of the prison is watching."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from bot.casework.people import Alert


class Alerts(Protocol):
    """Who, where, when, which kind; never words. The kind is sealed."""

    def add(self, alert: Alert) -> None: ...

    def of_client(self, alert_id: str, client_id: str) -> Alert | None: ...

    def open_of_client(self, client_id: str) -> list[Alert]:
        """Not acknowledged, newest first."""

    def of_client_since(self, client_id: str, at: dt.datetime) -> list[Alert]:
        """Raised then or later, answered or not, oldest first."""

    def of_prison(self, alert_id: str, prison: str) -> Alert | None:
        """With the person's name, number and place as they are now."""

    def open_of_prison(self, prison: str) -> list[Alert]:
        """Not acknowledged, oldest first, with the person's name, number and place."""

    def answered_of_prison(self, prison: str, since: dt.datetime, limit: int) -> list[Alert]:
        """Acknowledged since then, newest first."""

    def move(self, client_id: str, prison: str) -> None:
        """The person is in another prison now: what is open is that prison's, and not shown
        there yet."""

    def acknowledge(self, alert_id: str, prison: str, by: str, at: dt.datetime) -> bool:
        """False if it was acknowledged before."""

    def to_escalate(self, raised_before: dt.datetime) -> list[tuple[Alert, str]]:
        """Open alerts from before then that went no further yet, each with the address of
        its prison; those of prisons without one are left out."""

    def mark_escalated(self, alert_id: str, at: dt.datetime) -> bool:
        """False if it was acknowledged or went further before."""

    def mark_shown(self, prison: str, at: dt.datetime) -> None:
        """A page with the prison's open alerts was shown: note it for the prison, and for
        each open alert that had not been shown before."""

    def last_watched(self, prison: str) -> dt.datetime | None:
        """When a page that shows alerts was last shown to somebody with that right."""
