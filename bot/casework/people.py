"""Persons, codes, staff and prisons, as plain records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from bot.casework.actor import Actor, Right, Role


@dataclass
class Client:
    """The person in the cell. Name, number and place are sealed at rest."""

    id: str
    prison: str
    county: str
    release_date: dt.date | None
    lang: str
    created_at: dt.datetime
    name: str | None = None
    number: str | None = None
    place: str | None = None
    secret_hash: str | None = None
    erased_at: dt.datetime | None = None


@dataclass
class AccessCode:
    """A code that staff handed out; the code itself is not kept, only its fingerprint."""

    id: str
    client_id: str
    prison: str
    fingerprint: str
    issued_by: str
    issued_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None = None


@dataclass(frozen=True)
class SignIn:
    """One sign-in of a person, shown to that person."""

    client_id: str
    at: dt.datetime
    outcome: str


@dataclass
class StaffUser:
    """A worker, guard, leader or admin."""

    id: str
    username: str
    name: str
    password_hash: str
    role: Role
    created_at: dt.datetime
    county: str | None = None
    prison: str | None = None
    rights: frozenset[Right] = field(default_factory=frozenset)
    totp_secret: str | None = None
    totp_last_step: int = 0
    active: bool = True

    def actor(self) -> Actor:
        """Who this is when acting."""
        return Actor(self.id, self.role, self.county, self.prison, self.rights, self.name)


@dataclass
class Session:
    """A signed-in browser or program; the cookie's value is kept only as a hash."""

    id: str
    kind: str
    subject: str
    csrf: str
    created_at: dt.datetime
    seen_at: dt.datetime
    lang: str


@dataclass(frozen=True)
class Prison:
    """A prison. ``escalate_to``: the mail address of those on duty, for an alert that
    nobody answers; None: there is none."""

    id: str
    name: str
    escalate_to: str | None = None


@dataclass(frozen=True)
class Place:
    """A room or cell workstation where meetings are held."""

    id: str
    prison: str
    name: str
    device: str = "video"
    # How many meetings it takes at once.
    capacity: int = 1

    @property
    def seats(self) -> list[str]:
        """What a meeting books: one of these."""
        return [self.id, *(f"{self.id}#{number}" for number in range(2, self.capacity + 1))]


@dataclass(frozen=True)
class OpenHours:
    """When a prison takes meetings on a weekday (0 is Monday), local time."""

    weekday: int
    opens: dt.time
    closes: dt.time


@dataclass
class Alert:
    """A danger that prison staff must know of: who, where, when, which kind; never words."""

    id: str
    client_id: str
    prison: str
    kind: str
    raised_at: dt.datetime
    shown_at: dt.datetime | None = None
    acknowledged_at: dt.datetime | None = None
    acknowledged_by: str | None = None
    escalated_at: dt.datetime | None = None
    client_name: str | None = None
    client_number: str | None = None
    client_place: str | None = None


# In place of a need area: how the contact with the worker has felt.
CONTACT = "contact"


@dataclass(frozen=True)
class HelpReport:
    """What a person said of the help with one need: ``yes``, ``partly`` or ``no``."""

    area: str
    answer: str
    at: dt.datetime


@dataclass
class Message:
    """One entry of a thread. The body is plain data that is sealed at rest."""

    id: str
    client_id: str
    seq: int
    sender: str
    at: dt.datetime
    body: dict[str, object]
    handled: bool = True
