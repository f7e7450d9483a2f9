"""What a prison decides about meetings, and when people can't come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.casework.people import OpenHours, Place
from bot.casework.prison_rules import (
    Absence,
    BlockedDays,
    ClosedHours,
    MeetingRules,
    Schedule,
    StandingPermit,
    WeeklyTime,
)


class Rules(Protocol):
    """A prison's rules; every change names the prison it is for."""

    def schedule(self, prison: str, since: dt.date) -> Schedule:
        """Rules, lock-up, hours, places and the blocked days that are not over before ``since``."""

    def set_rules(self, prison: str, rules: MeetingRules) -> None: ...

    def set_hours(self, prison: str, hours: Sequence[OpenHours]) -> None:
        """All of them, in place of those before."""

    def set_approvers(self, prison: str, approvers: Mapping[str, Sequence[str]]) -> None:
        """Which matters each member of staff decides on; who is not named decides on all."""

    def put_place(self, place: Place) -> bool:
        """A new one, or another name, device or capacity; False if it is another prison's."""

    def remove_place(self, place_id: str, prison: str, at: dt.datetime) -> bool: ...

    def add_closed(self, prison: str, hours: ClosedHours) -> None: ...

    def drop_closed(self, prison: str, hours_id: str) -> bool: ...

    def add_blocked(self, prison: str, days: BlockedDays) -> None: ...

    def drop_blocked(self, prison: str, days_id: str) -> bool: ...

    def add_permit(self, permit: StandingPermit) -> None: ...

    def withdraw_permit(self, prison: str, permit_id: str, at: dt.datetime) -> bool: ...

    def permits(self, prison: str, since: dt.date) -> list[StandingPermit]:
        """Those that are not over before ``since`` and not withdrawn."""


class Availability(Protocol):
    """When a person or a worker can't come, and a worker's calendar address."""

    def weekly(self, client_id: str) -> list[WeeklyTime] | None:
        """None: the person was never asked. Sealed."""

    def set_weekly(self, client_id: str, times: Sequence[WeeklyTime]) -> None: ...

    def absences(self, staff_id: str, since: dt.date) -> list[Absence]: ...

    def add_absence(self, absence: Absence) -> None: ...

    def drop_absence(self, staff_id: str, absence_id: str) -> bool: ...

    def set_feed(self, staff_id: str, fingerprint: str | None, at: dt.datetime) -> None:
        """A new address in place of the one before; None: no address."""

    def feed_made_at(self, staff_id: str) -> dt.datetime | None: ...

    def feed_owner(self, fingerprint: str) -> str | None:
        """Whose calendar it is."""

    def booked(
        self, subjects: Collection[tuple[str, str]], start: dt.datetime, end: dt.datetime
    ) -> list[tuple[str, str, dt.datetime, dt.datetime, str]]:
        """All that these (kind, subject) hold in the time: kind, subject, start, end, meeting."""
