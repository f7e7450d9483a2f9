"""The referral (yhteydenotto): what reaches the social worker, and its moves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.casework.actor import Role
from bot.casework.moves import Moves


class ReferralState(StrEnum):
    """Where a referral stands in the county's queue."""

    NEW = "new"
    CLAIMED = "claimed"
    WAITING = "waiting"
    FORWARDED = "forwarded"
    CLOSED = "closed"


OPEN_STATES = (ReferralState.NEW, ReferralState.CLAIMED, ReferralState.WAITING)
# Somebody has it.
HELD_STATES = (ReferralState.CLAIMED, ReferralState.WAITING)


class ReferralVerb(StrEnum):
    """What can be done with a referral."""

    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    NOTE = "note"
    MESSAGE = "message"
    CLOSE = "close"
    REOPEN = "reopen"
    SEND = "send"
    WRITE = "write"
    FORWARD = "forward"
    ERASE = "erase"


class Outcome(StrEnum):
    """How a closed referral ended."""

    MET = "met"
    PARTLY = "partly"
    MOVED = "moved"
    DECLINED = "declined"
    WRONG_RECEIVER = "wrong_receiver"


S, V = ReferralState, ReferralVerb
WORKER, CLIENT = Role.SOCIAL_WORKER, Role.CLIENT

REFERRAL_MOVES: Moves[ReferralState, ReferralVerb] = Moves(
    {
        (S.NEW, V.CLAIM, WORKER): S.CLAIMED,
        (S.NEW, V.NOTE, WORKER): S.NEW,
        (S.NEW, V.ASSIGN, WORKER): S.CLAIMED,
        (S.CLAIMED, V.RELEASE, WORKER): S.NEW,
        (S.CLAIMED, V.ASSIGN, WORKER): S.CLAIMED,
        (S.CLAIMED, V.NOTE, WORKER): S.CLAIMED,
        (S.CLAIMED, V.MESSAGE, WORKER): S.CLAIMED,
        (S.CLAIMED, V.CLOSE, WORKER): S.CLOSED,
        (S.CLOSED, V.REOPEN, WORKER): S.CLAIMED,
        (S.NEW, V.SEND, CLIENT): S.NEW,
        (S.CLAIMED, V.SEND, CLIENT): S.CLAIMED,
        (S.CLOSED, V.SEND, CLIENT): S.NEW,
        (S.NEW, V.WRITE, CLIENT): S.NEW,
        (S.CLAIMED, V.WRITE, CLIENT): S.CLAIMED,
        (S.CLOSED, V.WRITE, CLIENT): S.NEW,
        # A worker proposes another county; only the person's yes moves the referral there.
        (S.CLAIMED, V.FORWARD, WORKER): S.CLAIMED,
        (S.NEW, V.FORWARD, CLIENT): S.FORWARDED,
        (S.CLAIMED, V.FORWARD, CLIENT): S.FORWARDED,
        (S.CLOSED, V.FORWARD, CLIENT): S.FORWARDED,
        **{(state, V.ERASE, CLIENT): S.CLOSED for state in S},
    }
)


class ReasonCode(StrEnum):
    """Why a worker opens a referral that another has claimed; ``reason_code.<code>``."""

    ABSENCE = "absence"
    URGENT = "urgent"
    HANDOVER = "handover"
    SUPERVISION = "supervision"
    PERSON_ASKED = "person_asked"


@dataclass
class Referral:
    """A referral without its content; the content lies sealed in its versions."""

    id: str
    client_id: str
    county: str
    prison: str
    state: ReferralState
    received_at: dt.datetime
    content_version: int
    release_date: dt.date | None
    release_certain: bool
    lang: str
    outlook: list[dict[str, Any]] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    claimed_by: str | None = None
    claimed_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    outcome: str | None = None
    revision: int = 0
    stand_in: str | None = None
    # From when the clocks run: received, or come back after it was closed.
    clock_from: dt.datetime | None = None
    judged_at: dt.datetime | None = None
    contacted_at: dt.datetime | None = None
    assessed_at: dt.datetime | None = None
    paused_at: dt.datetime | None = None
    # Working days of earlier pauses.
    paused_days: int = 0
    # The day by which something must be done next; the queue orders by it.
    due_on: dt.date | None = None
    # Since when a human answers in the person's thread instead of the assistant.
    human_since: dt.datetime | None = None
    client_name: str | None = None
    client_number: str | None = None

    def urgency_on(self, day: dt.date) -> dict[str, Any]:
        """The entry of ``outlook`` that holds on that day."""
        now: dict[str, Any] = {"urgency": "normal", "reasons": []}
        for step in self.outlook:
            if dt.date.fromisoformat(step["from"]) <= day:
                now = step
        return now


@dataclass(frozen=True)
class ReferralEvent:
    """Who did what to a referral, when: for its page and for the one who comes second."""

    referral_id: str
    verb: str
    by: str
    role: str
    at: dt.datetime
    text: str | None = None
    # A kind, an outcome, a county, a worker: never words.
    code: str | None = None
