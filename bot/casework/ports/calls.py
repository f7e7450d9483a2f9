"""The call itself: whose service, and a link for one room, one time and one role."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class Calls(Protocol):
    """How people get to see each other; nothing of it is kept."""

    def has_video(self, prison: str, county: str) -> bool:
        """Whether that prison lets the county's video service through."""

    def link(
        self,
        prison: str,
        county: str,
        room: str,
        *,
        leads: bool,
        start: dt.datetime,
        end: dt.datetime,
    ) -> str | None:
        """The address for that room in that time; ``leads``: the worker's, else the person's.
        None where the prison lets it not through."""
