"""Whose a referral is and whether it is closed: claim, release, assign, close, reopen; notes.

A second click by the same actor gives the same answer and changes nothing.
"""

from __future__ import annotations

from bot.casework.actor import Actor
from bot.casework.clocks import begin_anew, go_on
from bot.casework.context import Context
from bot.casework.errors import BadInput, WrongState
from bot.casework.meeting import HOLDING_STATES, OPEN_STATES
from bot.casework.ports import Clash, UnitOfWork
from bot.casework.referral import (
    HELD_STATES,
    Outcome,
    Referral,
    ReferralEvent,
    ReferralState,
)
from bot.casework.referral import ReferralVerb as Verb
from bot.casework.services.announcing import announce
from bot.casework.services.forwarding import answer_forward, forward, forward_proposed
from bot.casework.services.meeting_ends import end_meetings
from bot.casework.services.referral_scope import (
    Json,
    checked_reason,
    claimed_by_other,
    in_scope,
    moved,
    name_of,
    note_act,
    refuse_if_claimed_by_other,
    standing,
    store,
)
from bot.casework.services.talking import end_stretch, message, write
from bot.casework.services.words import usable_words
from bot.casework.thread import Say

__all__ = [
    "answer_forward",
    "assign",
    "claim",
    "close",
    "forward",
    "forward_proposed",
    "message",
    "note",
    "release",
    "reopen",
    "write",
]


def claim(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> Json:
    """Take it; the second who tries hears who has it."""
    referral = in_scope(uow, actor, referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.state in HELD_STATES:
        return standing(uow, actor, referral)
    _give_to(uow, context, actor, referral, Verb.CLAIM, actor.id)
    try:
        store(uow, context, referral)
    except WrongState:
        first = uow.referrals.of_county(referral_id, referral.county)
        raise (first and claimed_by_other(uow, actor, first)) or WrongState("out_of_date") from None
    _hand_over_meetings(uow, referral)
    note_act(uow, context, actor, referral, Verb.CLAIM)
    _tell_whose(uow, context, referral)
    return standing(uow, actor, referral)


def release(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, revision: int | None = None
) -> Json:
    """Put it back into the queue."""
    referral = in_scope(uow, actor, referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.state is ReferralState.NEW and _was_last(uow, actor, referral, Verb.RELEASE):
        return standing(uow, actor, referral)
    before = referral.state
    referral.state = moved(uow, actor, referral, Verb.RELEASE, revision)
    if before is ReferralState.WAITING:
        go_on(referral, context.clock.now())
    end_stretch(uow, context, actor, referral)
    referral.claimed_by = referral.claimed_at = referral.stand_in = None
    answer = _done(uow, context, actor, referral, Verb.RELEASE)
    announce(uow, context, referral.client_id, Say("say.worker_none"))
    return answer


def assign(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    to: str,
    reason: str | None = None,
    revision: int | None = None,
) -> Json:
    """Give it to a worker of the same county; out of another's hands only with a reason code."""
    referral = in_scope(uow, actor, referral_id)
    workers = {user.id for user in uow.staff.workers_of_county(referral.county)}
    if to not in workers:
        raise BadInput("worker_unknown")
    if referral.state in HELD_STATES and referral.claimed_by == to:
        return standing(uow, actor, referral)
    reason = checked_reason(uow, actor, referral, reason)
    _give_to(uow, context, actor, referral, Verb.ASSIGN, to, revision)
    if referral.stand_in == to:
        referral.stand_in = None
    store(uow, context, referral)
    _hand_over_meetings(uow, referral)
    note_act(uow, context, actor, referral, Verb.ASSIGN, reason=reason, code=to)
    _tell_whose(uow, context, referral)
    return standing(uow, actor, referral)


def note(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, text: str) -> Json:
    """A note for the workers of the county; the person does not see it in Reitti."""
    referral = in_scope(uow, actor, referral_id)
    words = usable_words(text)
    refuse_if_claimed_by_other(uow, actor, referral)
    moved(uow, actor, referral, Verb.NOTE)
    note_act(uow, context, actor, referral, Verb.NOTE, text=words)
    return standing(uow, actor, referral)


def close(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    outcome: str,
    revision: int | None = None,
) -> Json:
    """End the work, and say how it ended; its open meetings are cancelled."""
    referral = in_scope(uow, actor, referral_id)
    if outcome not in list(Outcome):
        raise BadInput("outcome_unknown")
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.state is ReferralState.CLOSED and referral.outcome == outcome:
        return standing(uow, actor, referral)
    referral.state = moved(uow, actor, referral, Verb.CLOSE, revision)
    end_stretch(uow, context, actor, referral)
    referral.outcome, referral.closed_at = outcome, context.clock.now()
    answer = _done(uow, context, actor, referral, Verb.CLOSE, code=outcome)
    end_meetings(uow, context, referral)
    return answer


def reopen(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> Json:
    """Take up a closed one again; it is the worker's who does so."""
    referral = in_scope(uow, actor, referral_id)
    if _is_mine(actor, referral) and _was_last(uow, actor, referral, Verb.REOPEN):
        return standing(uow, actor, referral)
    _give_to(uow, context, actor, referral, Verb.REOPEN, actor.id)
    referral.outcome = referral.closed_at = None
    begin_anew(referral, context.clock.now())
    _hand_over_meetings(uow, referral)
    answer = _done(uow, context, actor, referral, Verb.REOPEN)
    _tell_whose(uow, context, referral)
    return answer


def _give_to(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral: Referral,
    verb: Verb,
    worker_id: str,
    revision: int | None = None,
) -> None:
    referral.state = moved(uow, actor, referral, verb, revision)
    referral.claimed_by, referral.claimed_at = worker_id, context.clock.now()


def _tell_whose(uow: UnitOfWork, context: Context, referral: Referral) -> None:
    """The person hears the name of their worker whenever it changes."""
    name = name_of(uow, referral.claimed_by) or ""
    announce(uow, context, referral.client_id, Say("say.worker_is", {"name": name}))


def _hand_over_meetings(uow: UnitOfWork, referral: Referral) -> None:
    """Whoever has the referral has its open meetings. One whose time the new worker can't
    make stays with the one who agreed to it: the prison's permission is for that time."""
    for meeting in uow.meetings.list_of_client(referral.client_id):
        if meeting.referral_id != referral.id or meeting.state not in OPEN_STATES:
            continue
        if meeting.worker_id in (None, referral.claimed_by):
            continue
        meeting.worker_id = referral.claimed_by
        if meeting.state in HOLDING_STATES:
            try:
                uow.meetings.hold(meeting)
            except Clash:
                continue
        uow.meetings.save(meeting)


def _done(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral: Referral,
    verb: Verb,
    code: str | None = None,
) -> Json:
    store(uow, context, referral)
    note_act(uow, context, actor, referral, verb, code=code)
    return standing(uow, actor, referral)


def _is_mine(actor: Actor, referral: Referral) -> bool:
    return referral.state in HELD_STATES and referral.claimed_by == actor.id


def _was_last(uow: UnitOfWork, actor: Actor, referral: Referral, verb: Verb) -> bool:
    events: list[ReferralEvent] = uow.referrals.events(referral.id)
    return bool(events) and (events[-1].verb, events[-1].by) == (verb, actor.id)
