"""Meetings, and the times they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Protocol

from bot.casework.errors import Refused
from bot.casework.meeting import Meeting, MeetingState
from bot.casework.people import Place


class Clash(Refused):
    """The time is taken; ``kind`` is person, worker or place."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"clash_{kind}")
        self.kind = kind


class Meetings(Protocol):
    """Meetings, each read within the scope of who reads. Wish and texts are sealed."""

    def add(self, meeting: Meeting) -> None: ...

    def of_client(
        self, meeting_id: str, client_id: str, *, to_change: bool = False
    ) -> Meeting | None:
        """``to_change``, here and below: whoever wants to change it too waits meanwhile, and
        then finds what became of it."""

    def of_county(
        self, meeting_id: str, county: str, *, to_change: bool = False
    ) -> Meeting | None: ...

    def of_prison(self, meeting_id: str, prison: str, *, to_change: bool = False) -> Meeting | None:
        """Without wish; with the person's name, number and place."""

    def save(self, meeting: Meeting) -> None:
        """Also its slots; raises WrongState("out_of_date") on another ``revision``; raises
        the revision by one."""

    def list_of_client(self, client_id: str) -> list[Meeting]:
        """Newest first."""

    def list_of_county(
        self, county: str, states: Collection[MeetingState], worker_id: str | None, limit: int
    ) -> list[Meeting]:
        """By start, undated ones first. Of more than ``limit`` the open ones are kept before
        those that are over, and of these the newest."""

    def list_of_prison(
        self, prison: str, states: Collection[MeetingState], limit: int
    ) -> list[Meeting]:
        """By start; ``limit`` as above."""

    def hold(self, meeting: Meeting, places: Sequence[Place] = ()) -> None:
        """Take the meeting's time for the person, the worker and the place, if it has one, or
        the first of ``places`` that is free, in place of what it held before. Raises Clash,
        which the database itself decides; then all is held as before."""

    def let_go(self, meeting_id: str) -> None:
        """Free what the meeting held."""

    def taken(
        self, kind: str, subject: str, start: dt.datetime, end: dt.datetime
    ) -> list[tuple[dt.datetime, dt.datetime, str]]:
        """What holds that person, worker or place in the time: start, end, meeting id."""

    def overdue(self, now: dt.datetime, limit: int) -> list[Meeting]:
        """Open meetings whose time (or last offered time) has passed, for the system."""
