"""What has had its time goes: run it every night."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.casework.actor import SYSTEM
from bot.casework.context import Context
from bot.casework.ports import UnitOfWork
from bot.casework.services.brake import LONGEST
from bot.casework.services.erase import erase
from bot.casework.services.sessions import CLIENT, STAFF

# Until then an old slip is told that it has expired, and not that it is wrong.
CODES_KEPT = dt.timedelta(days=30)
ANSWERS_KEPT = dt.timedelta(days=2)
DRAFTS_KEPT = dt.timedelta(days=7)
BATCH = 50


@dataclass(frozen=True)
class Purged:
    """How many of each went."""

    codes: int
    sessions: int
    tries: int
    answers: int
    drafts: int


def purge(uow: UnitOfWork, context: Context) -> Purged:
    """Remove ended codes and sessions, old failed tries, kept answers, words that came too late."""
    now, limits, keeping = context.clock.now(), context.limits, uow.housekeeping
    begun = now - dt.timedelta(seconds=limits.session_absolute)
    idle = {CLIENT: limits.client_idle, STAFF: limits.staff_idle}
    return Purged(
        codes=keeping.forget_codes(now - CODES_KEPT),
        sessions=sum(
            keeping.forget_sessions(kind, now - dt.timedelta(seconds=seconds), begun)
            for kind, seconds in idle.items()
        ),
        tries=keeping.forget_tries(now - LONGEST),
        answers=keeping.forget_answers(now - ANSWERS_KEPT),
        drafts=keeping.forget_drafts(now - DRAFTS_KEPT),
    )


def erase_gone(uow: UnitOfWork, context: Context, kept: dt.timedelta) -> int:
    """Erase some of the persons of whom nothing was heard for that long; 0 when none is left."""
    gone = uow.housekeeping.clients_gone(context.clock.now() - kept, BATCH)
    for client_id in gone:
        erase(uow, context, client_id, SYSTEM)
    return len(gone)
