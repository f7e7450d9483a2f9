"""Prisons, clients, codes, staff and sessions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from bot.casework.people import (
    AccessCode,
    Client,
    OpenHours,
    Place,
    Prison,
    Session,
    SignIn,
    StaffUser,
)


class Prisons(Protocol):
    """Prisons with their places and hours; no person's data."""

    def add(self, prison: Prison, places: Sequence[Place], hours: Sequence[OpenHours]) -> None: ...

    def get(self, prison_id: str) -> Prison | None: ...

    def set_escalation(self, prison_id: str, address: str | None) -> bool:
        """Where alerts go that nobody answers; False if there is no such prison."""

    def everyone(self) -> list[Prison]:
        """All prisons by name."""

    def places(self, prison_id: str) -> list[Place]: ...

    def hours(self, prison_id: str) -> list[OpenHours]: ...


class Clients(Protocol):
    """The people in the cells. Name, number and place are sealed."""

    def add(self, client: Client) -> None: ...

    def get(self, client_id: str) -> Client | None:
        """The person themselves, or the service acting for them."""

    def of_prison(self, client_id: str, prison: str) -> Client | None:
        """The same, for that prison's staff only."""

    def save(self, client: Client) -> None:
        """Everything of the record."""

    def erase(self, client_id: str, at: dt.datetime) -> None:
        """Delete what the person wrote and was asked, codes, sessions and the referral's
        words; a shell with ``erased_at`` stays so that the audit trail still points somewhere."""


class Codes(Protocol):
    """Access codes, by fingerprint."""

    def add(self, code: AccessCode) -> None: ...

    def by_fingerprint(self, fingerprint: str) -> AccessCode | None: ...

    def of_client(self, client_id: str) -> list[AccessCode]:
        """Newest first."""

    def of_prison(self, prison: str, limit: int) -> list[tuple[AccessCode, Client]]:
        """Newest first, with the person each was issued for."""

    def revoke(self, code_id: str, prison: str | None, at: dt.datetime) -> bool:
        """False if there is no such code in that prison (None: any) that is still valid."""

    def revoke_of_client(self, client_id: str, at: dt.datetime) -> None:
        """A new code takes the place of all earlier ones."""

    def move(self, client_id: str, prison: str) -> None:
        """The person's codes are listed in that prison from now on, and in no other."""


class SignIns(Protocol):
    """Every sign-in of a person, shown to that person."""

    def add(self, sign_in: SignIn) -> None: ...

    def of_client(self, client_id: str, limit: int) -> list[SignIn]:
        """Newest first."""


class Staff(Protocol):
    """Workers, guards, leaders, admins."""

    def add(self, user: StaffUser) -> None:
        """Raises Refused("username_taken")."""

    def by_username(self, username: str) -> StaffUser | None: ...

    def get(self, user_id: str) -> StaffUser | None: ...

    def workers_of_county(self, county: str) -> list[StaffUser]:
        """Active social workers by name, to assign a referral to."""

    def of_prison(self, prison: str) -> list[StaffUser]:
        """Active members of that prison's staff by name."""

    def set_password(self, user_id: str, password_hash: str) -> None: ...

    def set_active(self, user_id: str, active: bool) -> None: ...

    def set_totp(self, user_id: str, secret: str | None) -> None: ...

    def use_totp_step(self, user_id: str, step: int) -> bool:
        """False if this or a later step was used before."""


class Sessions(Protocol):
    """Signed-in browsers and programs, by the hash of the cookie's value."""

    def add(self, session: Session) -> None: ...

    def get(self, session_id: str) -> Session | None: ...

    def touch(self, session_id: str, at: dt.datetime) -> None: ...

    def set_lang(self, session_id: str, lang: str) -> None: ...

    def of_subject(self, kind: str, subject: str) -> list[Session]:
        """Newest first; also those whose time is over and that nobody has removed yet."""

    def end(self, session_id: str) -> None: ...

    def end_all_of(self, kind: str, subject: str, keep: str | None = None) -> None:
        """``keep``: the id of the one that stays."""
