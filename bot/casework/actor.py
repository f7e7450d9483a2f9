"""Who acts, in which role, and how far that role sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The roles of domain.md section 5, and the system itself."""

    CLIENT = "client"
    SOCIAL_WORKER = "social_worker"
    PRISON_STAFF = "prison_staff"
    LEADER = "leader"
    ADMIN = "admin"
    SYSTEM = "system"


class Right(StrEnum):
    """What a member of the prison staff may do, each a right of its own."""

    APPROVE = "approve"
    CODES = "codes"
    ALERTS = "alerts"


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: an id, a role and the edges of what that role may see."""

    id: str
    role: Role
    county: str | None = None
    prison: str | None = None
    rights: frozenset[Right] = field(default_factory=frozenset)
    name: str = ""


SYSTEM = Actor(id="system", role=Role.SYSTEM)


def client_actor(client_id: str) -> Actor:
    """The person in the cell: sees what is their own."""
    return Actor(id=client_id, role=Role.CLIENT)
