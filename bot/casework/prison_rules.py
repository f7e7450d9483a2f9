"""What a prison decides about meetings: hours, lock-up, blocked days, notice, whom and for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.casework.people import OpenHours, Place

# What a meeting can be about, as far as the prison is told.
E_SERVICE = "e_service"
PURPOSES = ("social", "income", "health", "work_study", "legal", "peer", E_SERVICE)
# Who can sit at the other end: an organisation in one of these roles.
PARTNER_ROLES = (
    *("social_worker", "kela", "debt_counsellor", "peer", "health", "employment"),
    *("interpreter", "prison_staff"),
)
# These need no naming: they take part by their office.
OWN_ROLES = ("social_worker", "prison_staff")
MODES = ("video", "phone", "visit")
FALLBACKS = ("phone", "visit")


@dataclass(frozen=True)
class Partner:
    """An organisation that takes part, in a role; never a person's name."""

    organisation: str
    role: str


@dataclass(frozen=True)
class ClosedHours:
    """No meetings then, week by week: ``lockup`` or ``count``. Local time."""

    id: str
    weekday: int
    starts: dt.time
    ends: dt.time
    kind: str = "lockup"


@dataclass(frozen=True)
class BlockedDays:
    """No meetings on these days, in one place or (None) in the whole prison."""

    id: str
    first_day: dt.date
    last_day: dt.date
    reason: str
    place_id: str | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether the day belongs to it."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class StandingPermit:
    """For one partner over some days no single permission is needed."""

    id: str
    prison: str
    partner: Partner
    first_day: dt.date
    last_day: dt.date
    granted_by: str
    granted_at: dt.datetime
    client_id: str | None = None
    withdrawn_at: dt.datetime | None = None

    def covers(self, client_id: str, day: dt.date) -> bool:
        """Whether it is good for that person on that day."""
        if self.withdrawn_at is not None or self.client_id not in (None, client_id):
            return False
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Absence:
    """A worker is away; both days belong to it."""

    id: str
    staff_id: str
    first_day: dt.date
    last_day: dt.date

    def holds(self, day: dt.date) -> bool:
        """Whether the day belongs to it."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class WeeklyTime:
    """A time of the week at which the person can't come: work, school, outdoor hour, other."""

    weekday: int
    starts: dt.time
    ends: dt.time
    kind: str = "other"


WEEKLY_KINDS = ("work", "school", "outdoors", "other")


@dataclass(frozen=True)
class MeetingRules:
    """The prison's own limits. An empty choice of purposes, roles or organisations permits all
    of them."""

    notice_hours: int = 0
    longest: int = 120
    purposes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    modes: tuple[str, ...] = MODES
    # By name, beside the counties and the prison's own staff.
    organisations: tuple[str, ...] = ()
    # Whom a person can ask about a refusal: words of the prison.
    ask: str = ""

    def permits(self, purpose: str, partners: Sequence[Partner]) -> str | None:
        """Why this matter or partner can't be, or None."""
        if self.purposes and purpose not in self.purposes:
            return "purpose_not_allowed"
        if self.roles and any(partner.role not in self.roles for partner in partners):
            return "partner_not_allowed"
        named = {name.casefold() for name in self.organisations}
        if named and any(
            partner.role not in OWN_ROLES and partner.organisation.casefold() not in named
            for partner in partners
        ):
            return "partner_not_allowed"
        return None

    def mode_for(self, wanted: str) -> str:
        """Where the prison lets no video through, the meeting is a call or a visit at once."""
        if wanted in self.modes:
            return wanted
        return next((mode for mode in ("phone", "visit") if mode in self.modes), "visit")


@dataclass(frozen=True)
class Schedule:
    """All that a prison says of its times, read once."""

    rules: MeetingRules = field(default_factory=MeetingRules)
    closed: tuple[ClosedHours, ...] = ()
    blocked: tuple[BlockedDays, ...] = ()
    hours: tuple[OpenHours, ...] = ()
    places: tuple[Place, ...] = ()
    # Member of staff -> the matters they decide on; who is not in it decides on all.
    approvers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def may_decide(self, staff_id: str, purpose: str) -> bool:
        """Whether that approver's role covers the matter."""
        return purpose in self.approvers.get(staff_id, (purpose,))
