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
    WAIT = "wait"
    RESUME = "resume"
    STAND_IN = "stand-in"
    CONTACT = "contact"
    JUDGE = "judge"
    ASSESS = "assess"
    JOIN = "join"
    LEAVE = "leave"
    WITHDRAW = "withdraw"


class Outcome(StrEnum):
    """How a closed referral ended."""

    MET = "met"
    PARTLY = "partly"
    MOVED = "moved"
    DECLINED = "declined"
    WRONG_RECEIVER = "wrong_receiver"


class ContactKind(StrEnum):
    """How somebody was in contact with the person; ``contact_kind.<kind>``."""

    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    LETTER = "letter"
    NO_ANSWER = "no_answer"


class JudgedAs(StrEnum):
    """What a worker thought of the urgency; ``judged_as.<code>``."""

    AT_ONCE = "at_once"
    CAN_WAIT = "can_wait"


S, V = ReferralState, ReferralVerb
WORKER, CLIENT = Role.SOCIAL_WORKER, Role.CLIENT

# The same act, and no other state after it.
_STAYS = (V.ASSIGN, V.STAND_IN, V.NOTE, V.MESSAGE, V.CONTACT, V.JUDGE, V.ASSESS, V.JOIN, V.LEAVE)

REFERRAL_MOVES: Moves[ReferralState, ReferralVerb] = Moves(
    {
        (S.NEW, V.CLAIM, WORKER): S.CLAIMED,
        (S.NEW, V.NOTE, WORKER): S.NEW,
        (S.NEW, V.JUDGE, WORKER): S.NEW,
        (S.NEW, V.ASSIGN, WORKER): S.CLAIMED,
        **{(state, verb, WORKER): state for state in HELD_STATES for verb in _STAYS},
        (S.CLAIMED, V.RELEASE, WORKER): S.NEW,
        (S.WAITING, V.RELEASE, WORKER): S.NEW,
        (S.CLAIMED, V.WAIT, WORKER): S.WAITING,
        (S.WAITING, V.RESUME, WORKER): S.CLAIMED,
        (S.CLAIMED, V.CLOSE, WORKER): S.CLOSED,
        (S.WAITING, V.CLOSE, WORKER): S.CLOSED,
        (S.CLOSED, V.REOPEN, WORKER): S.CLAIMED,
        # What the person sends or writes ends the waiting, and reopens what was closed.
        **{
            (before, verb, CLIENT): after
            for before, after in (
                (S.NEW, S.NEW),
                (S.CLAIMED, S.CLAIMED),
                (S.WAITING, S.CLAIMED),
                (S.CLOSED, S.NEW),
            )
            for verb in (V.SEND, V.WRITE)
        },
        (S.CLAIMED, V.LEAVE, CLIENT): S.CLAIMED,
        (S.WAITING, V.LEAVE, CLIENT): S.WAITING,
        # A meeting was held: the prison says so, and the rule makes it the contact that it is.
        **{(state, V.CONTACT, Role.SYSTEM): state for state in OPEN_STATES},
        # A worker proposes another county; only the person's yes moves the referral there.
        (S.CLAIMED, V.FORWARD, WORKER): S.CLAIMED,
        (S.WAITING, V.FORWARD, WORKER): S.WAITING,
        **{(s, V.FORWARD, CLIENT): S.FORWARDED for s in S if s is not S.FORWARDED},
        # Taking consent back leaves whoever has it with less to read.
        **{(state, V.WITHDRAW, CLIENT): state for state in S},
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
