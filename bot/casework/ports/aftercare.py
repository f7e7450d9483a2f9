"""What goes on after an answer or a summary was given: words that came too late, help received."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from bot.casework.people import HelpReport


class Drafts(Protocol):
    """The words of a post whose session had ended; sealed, one a person."""

    def keep(self, client_id: str, words: str, at: dt.datetime) -> None:
        """In place of earlier ones."""

    def get(self, client_id: str) -> str | None: ...

    def drop(self, client_id: str) -> None: ...


class HelpReports(Protocol):
    """What a person says of the help they got, need by need; sealed, never changed."""

    def add(self, client_id: str, report: HelpReport) -> None: ...

    def of_client(self, client_id: str) -> list[HelpReport]:
        """In order, oldest first."""
