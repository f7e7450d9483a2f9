"""What waits to leave the service: a hand-over to a county's system, a notice to its workers.

It is written down in the transaction that brought it about and sent afterwards, so that it
is neither lost when the service stops nor sent for something that never happened.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class DeliveryKind(StrEnum):
    """What it is."""

    HAND_OVER = "hand_over"
    NOTICE = "notice"


class DeliveryState(StrEnum):
    """``handover.state.<state>``."""

    WAITING = "waiting"
    # Begun; who begins writes this down first.
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


# How long to wait after each try that failed; after the last one somebody must look.
WAITS = tuple(dt.timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 720, 1440))
# What was begun and not finished by then was cut off: the process died.
CUT_OFF = dt.timedelta(minutes=5)


@dataclass
class Delivery:
    """One thing to send. ``mark`` is the same for the same thing: it leaves once.

    ``body`` is sealed, and gone once it has left.
    """

    id: str
    kind: DeliveryKind
    mark: str
    county: str
    made_by: str
    at: dt.datetime
    due_at: dt.datetime
    referral_id: str | None = None
    client_id: str | None = None
    state: DeliveryState = DeliveryState.WAITING
    tries: int = 0
    problem: str | None = None
    done_at: dt.datetime | None = None
    body: dict[str, Any] | None = None


@dataclass(frozen=True)
class Destination:
    """Where one county wants things sent; both are off unless they are named."""

    url: str | None = None
    secret: str = ""
    addresses: tuple[str, ...] = field(default_factory=tuple)
    lang: str = "fi"


def next_try(tries: int, now: dt.datetime) -> dt.datetime | None:
    """When to try again after that many; None: no more by itself."""
    return now + WAITS[tries - 1] if tries <= len(WAITS) else None
