"""What a printed letter says beside the worker's words, and that one was made."""

from __future__ import annotations

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.journal import entry
from bot.casework.meeting import HOLDING_STATES, MeetingState
from bot.casework.ports import UnitOfWork
from bot.casework.referral import Referral
from bot.casework.services.referral_object import utc
from bot.casework.services.referral_scope import (
    Json,
    in_scope,
    name_of,
    refuse_if_claimed_by_other,
)
from bot.casework.services.words import usable_words


def letter_of(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> Json:
    """Name, language, worker and stand-in, and the meetings that lie ahead. No needs: a
    letter passes through many hands."""
    referral = _own(uow, actor, referral_id)
    client = uow.clients.get(referral.client_id)
    now = context.clock.now()
    ahead = [
        meeting
        for meeting in uow.meetings.list_of_client(referral.client_id)
        if meeting.referral_id == referral.id
        and meeting.state in HOLDING_STATES
        and meeting.start is not None
        and meeting.start > now
    ]
    return {
        "name": client.name if client else None,
        "lang": client.lang if client else referral.lang,
        "worker": name_of(uow, referral.claimed_by),
        "stand_in": name_of(uow, referral.stand_in),
        "meetings": [
            {"start": utc(meeting.start), "agreed": meeting.state is MeetingState.APPROVED}
            for meeting in sorted(ahead, key=lambda m: (m.start is None, m.start))
        ],
    }


def note_letter(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, words: str
) -> None:
    """A letter is about to be printed: who made one for whom stands in the trail."""
    referral = _own(uow, actor, referral_id)
    usable_words(words)
    now = context.clock.now()
    uow.trail.add(entry(now, actor, "letter", "referral", referral.id, referral.client_id))


def _own(uow: UnitOfWork, actor: Actor, referral_id: str) -> Referral:
    referral = in_scope(uow, actor, referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    return referral
