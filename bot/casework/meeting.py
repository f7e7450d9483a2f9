"""A remote meeting that needs permission: its states, and the one table of moves."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from bot.casework.actor import Role
from bot.casework.moves import Moves
from bot.casework.prison_rules import Partner


class MeetingState(StrEnum):
    """The states of contract section 6."""

    DRAFT = "draft"
    OFFERED = "offered"
    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    CHANGES_ASKED = "changes_asked"
    STARTED = "started"
    HELD = "held"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class MeetingVerb(StrEnum):
    """What can be done with a meeting."""

    OFFER = "offer"
    CHOOSE = "choose"
    CONFIRM = "confirm"
    APPROVE = "approve"
    REJECT = "reject"
    PROPOSE = "propose"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no-show"
    CANCEL = "cancel"
    EXPIRE = "expire"
    TRANSFER = "transfer"
    RECHECK = "recheck"


S, V = MeetingState, MeetingVerb
CLIENT, WORKER, PRISON = Role.CLIENT, Role.SOCIAL_WORKER, Role.PRISON_STAFF
OPEN_STATES = (S.DRAFT, S.OFFERED, S.REQUESTED, S.CHANGES_ASKED, S.APPROVED, S.STARTED)
# States in which the time of the meeting is held for person, worker and place.
HOLDING_STATES = (S.REQUESTED, S.APPROVED, S.STARTED)

MEETING_MOVES: Moves[MeetingState, MeetingVerb] = Moves(
    {
        (S.DRAFT, V.OFFER, WORKER): S.OFFERED,
        (S.OFFERED, V.OFFER, WORKER): S.OFFERED,
        (S.CHANGES_ASKED, V.OFFER, WORKER): S.OFFERED,
        (S.REJECTED, V.OFFER, WORKER): S.OFFERED,
        (S.OFFERED, V.CHOOSE, CLIENT): S.REQUESTED,
        (S.CHANGES_ASKED, V.CHOOSE, CLIENT): S.REQUESTED,
        (S.REQUESTED, V.APPROVE, PRISON): S.APPROVED,
        (S.REQUESTED, V.REJECT, PRISON): S.REJECTED,
        (S.REQUESTED, V.PROPOSE, PRISON): S.CHANGES_ASKED,
        (S.APPROVED, V.CONFIRM, CLIENT): S.APPROVED,
        (S.APPROVED, V.START, PRISON): S.STARTED,
        (S.STARTED, V.FINISH, PRISON): S.HELD,
        (S.APPROVED, V.NO_SHOW, PRISON): S.NO_SHOW,
        (S.STARTED, V.NO_SHOW, PRISON): S.NO_SHOW,
        **{(state, V.CANCEL, CLIENT): S.CANCELLED for state in OPEN_STATES},
        **{(state, V.CANCEL, WORKER): S.CANCELLED for state in OPEN_STATES},
        (S.REQUESTED, V.CANCEL, PRISON): S.CANCELLED,
        (S.APPROVED, V.CANCEL, PRISON): S.CANCELLED,
        (S.STARTED, V.CANCEL, PRISON): S.CANCELLED,
        **{(state, V.EXPIRE, Role.SYSTEM): S.EXPIRED for state in OPEN_STATES},
        # The referral was closed, or has gone to another county.
        **{(state, V.CANCEL, Role.SYSTEM): S.CANCELLED for state in OPEN_STATES},
        # The person is in another prison: a permission holds for one prison only.
        (S.DRAFT, V.TRANSFER, Role.SYSTEM): S.DRAFT,
        (S.OFFERED, V.TRANSFER, Role.SYSTEM): S.OFFERED,
        (S.REQUESTED, V.TRANSFER, Role.SYSTEM): S.REQUESTED,
        (S.APPROVED, V.TRANSFER, Role.SYSTEM): S.REQUESTED,
        (S.CHANGES_ASKED, V.TRANSFER, Role.SYSTEM): S.OFFERED,
        # A standing permission, and what it rested on is gone: the prison is asked anew.
        (S.REQUESTED, V.APPROVE, Role.SYSTEM): S.APPROVED,
        (S.APPROVED, V.RECHECK, Role.SYSTEM): S.REQUESTED,
    }
)

# From this long before the start until its end the link may be used.
LINK_BEFORE = dt.timedelta(minutes=15)


class RejectCode(StrEnum):
    """Why a prison says no; the words stand in data/texts under reject.<code>."""

    NO_STAFF = "no_staff"
    NO_PLACE = "no_place"
    SECURITY = "security"
    PERSON_ELSEWHERE = "person_elsewhere"
    OTHER = "other"


class OutcomeCode(StrEnum):
    """Why a meeting was not held: who or what was missing. Words: outcome.<code>."""

    ESCORT_MISSING = "escort_missing"
    DEVICE_BROKEN = "device_broken"
    LOCKDOWN = "lockdown"
    PERSON_DECLINED = "person_declined"
    PERSON_ILL = "person_ill"
    WORKER_MISSING = "worker_missing"
    PARTNER_MISSING = "partner_missing"
    OTHER = "other"


@dataclass(frozen=True)
class Slot:
    """A time that was offered; times are in UTC, the end is not part of it."""

    id: str
    start: dt.datetime
    end: dt.datetime


@dataclass
class Meeting:
    """One meeting. ``wish`` and the notes are the person's and the worker's, not the prison's."""

    id: str
    client_id: str
    referral_id: str | None
    county: str
    prison: str
    state: MeetingState
    created_at: dt.datetime
    partner: str
    purpose: str = "social"
    mode: str = "video"
    interpreter: str | None = None
    worker_id: str | None = None
    wish: str | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    place_id: str | None = None
    slots: list[Slot] = field(default_factory=list)
    proposed_by: str | None = None
    reason_code: str | None = None
    reason_text: str | None = None
    decided_by: str | None = None
    decided_at: dt.datetime | None = None
    cancelled_by: str | None = None
    confirmed_at: dt.datetime | None = None
    room: str | None = None
    # Who else takes part beside ``partner``, the county; the permission binds exactly these.
    others: list[Partner] = field(default_factory=list)
    fallback: str = "phone"
    decide_by: dt.datetime | None = None
    flag: str | None = None
    outcome_code: str | None = None
    permit: str | None = None
    revision: int = 0
    # Of the prison's staff, who helps with the identification.
    host_id: str | None = None
    client_name: str | None = None
    client_number: str | None = None
    client_place: str | None = None

    @property
    def minutes(self) -> int | None:
        """The length, once a time is chosen."""
        if self.start is None or self.end is None:
            return None
        return int((self.end - self.start).total_seconds() // 60)

    @property
    def partners(self) -> list[Partner]:
        """Everybody at the other end, the county's worker first."""
        return [Partner(self.partner, Role.SOCIAL_WORKER.value), *self.others]

    def permit_now(self) -> str:
        """What a permission of this moment binds: whom, when, where, how."""
        parts = [self.client_id, self.prison, self.mode, self.purpose, self.place_id or ""]
        parts += [f"{p.organisation}/{p.role}" for p in sorted(self.partners, key=str)]
        parts += [moment.isoformat() if moment else "" for moment in (self.start, self.end)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def link_is_open(self, now: dt.datetime) -> bool:
        """Only for an approved meeting, from 15 minutes before until the end."""
        if self.state not in (MeetingState.APPROVED, MeetingState.STARTED):
            return False
        if self.mode != "video" or self.start is None or self.end is None:
            return False
        return self.start - LINK_BEFORE <= now < self.end
