"""What a worker does with a referral, and the person's own two acts on it.

A second click by the same actor gives the same answer and changes nothing.
"""

from __future__ import annotations

from bot.casework.actor import Actor, Role, client_actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound, WrongState
from bot.casework.meeting import HOLDING_STATES, OPEN_STATES
from bot.casework.ports import Clash, UnitOfWork
from bot.casework.referral import (
    REFERRAL_MOVES,
    Outcome,
    Referral,
    ReferralEvent,
    ReferralState,
)
from bot.casework.referral import ReferralVerb as Verb
from bot.casework.services.announcing import announce
from bot.casework.services.danger_watch import watch_words
from bot.casework.services.referral_scope import (
    Json,
    checked_reason,
    claimed_by_other,
    in_scope,
    note_act,
    refuse_if_claimed_by_other,
    standing,
)
from bot.casework.services.words import usable_words
from bot.casework.thread import Say


def claim(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> Json:
    """Take it; the second who tries hears who has it."""
    referral = in_scope(uow, actor, referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.state is ReferralState.CLAIMED:
        return standing(uow, actor, referral)
    _give_to(context, referral, Verb.CLAIM, actor.id)
    try:
        uow.referrals.save(referral)
    except WrongState:
        first = uow.referrals.of_county(referral_id, referral.county)
        raise (first and claimed_by_other(uow, actor, first)) or WrongState("out_of_date") from None
    _hand_over_meetings(uow, referral)
    note_act(uow, context, actor, referral, Verb.CLAIM)
    return standing(uow, actor, referral)


def release(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> Json:
    """Put it back into the queue."""
    referral = in_scope(uow, actor, referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.state is ReferralState.NEW and _was_last(uow, actor, referral, Verb.RELEASE):
        return standing(uow, actor, referral)
    referral.state = REFERRAL_MOVES.move(referral.state, Verb.RELEASE, actor.role)
    referral.claimed_by = referral.claimed_at = None
    return _done(uow, context, actor, referral, Verb.RELEASE)


def assign(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    to: str,
    reason: str | None = None,
) -> Json:
    """Give it to a worker of the same county; out of another's hands only with a reason code."""
    referral = in_scope(uow, actor, referral_id)
    workers = {user.id for user in uow.staff.workers_of_county(referral.county)}
    if to not in workers:
        raise BadInput("worker_unknown")
    if referral.state is ReferralState.CLAIMED and referral.claimed_by == to:
        return standing(uow, actor, referral)
    reason = checked_reason(uow, actor, referral, reason)
    _give_to(context, referral, Verb.ASSIGN, to)
    uow.referrals.save(referral)
    _hand_over_meetings(uow, referral)
    note_act(uow, context, actor, referral, Verb.ASSIGN, reason=reason)
    return standing(uow, actor, referral)


def note(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, text: str) -> Json:
    """A note for the workers of the county; the person does not see it in Reitti."""
    referral = in_scope(uow, actor, referral_id)
    words = usable_words(text)
    refuse_if_claimed_by_other(uow, actor, referral)
    REFERRAL_MOVES.move(referral.state, Verb.NOTE, actor.role)
    note_act(uow, context, actor, referral, Verb.NOTE, text=words)
    return standing(uow, actor, referral)


def message(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, text: str) -> Json:
    """Write to the person: it stands in their thread, with the worker's name."""
    referral = in_scope(uow, actor, referral_id)
    words = usable_words(text)
    refuse_if_claimed_by_other(uow, actor, referral)
    REFERRAL_MOVES.move(referral.state, Verb.MESSAGE, actor.role)
    message_id = context.ids.new()
    body = {"text": words, "name": actor.name, "county": referral.county}
    uow.threads.add(referral.client_id, message_id, "worker", context.clock.now(), body)
    note_act(uow, context, actor, referral, Verb.MESSAGE)
    return {**standing(uow, actor, referral), "message_id": message_id}


def close(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, outcome: str) -> Json:
    """End the work, and say how it ended."""
    referral = in_scope(uow, actor, referral_id)
    if outcome not in list(Outcome):
        raise BadInput("outcome_unknown")
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.state is ReferralState.CLOSED and referral.outcome == outcome:
        return standing(uow, actor, referral)
    referral.state = REFERRAL_MOVES.move(referral.state, Verb.CLOSE, actor.role)
    referral.outcome, referral.closed_at = outcome, context.clock.now()
    return _done(uow, context, actor, referral, Verb.CLOSE)


def reopen(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> Json:
    """Take up a closed one again; it is the worker's who does so."""
    referral = in_scope(uow, actor, referral_id)
    if _is_mine(actor, referral) and _was_last(uow, actor, referral, Verb.REOPEN):
        return standing(uow, actor, referral)
    _give_to(context, referral, Verb.REOPEN, actor.id)
    referral.outcome = referral.closed_at = None
    _hand_over_meetings(uow, referral)
    return _done(uow, context, actor, referral, Verb.REOPEN)


def forward(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, to: str) -> Json:
    """Propose another county to the person: consent was given to this one only.

    Nothing moves before the person says yes (``answer_forward``).
    """
    referral = in_scope(uow, actor, referral_id)
    if to not in context.counties or to == referral.county:
        raise BadInput("county_unknown")
    refuse_if_claimed_by_other(uow, actor, referral)
    REFERRAL_MOVES.move(referral.state, Verb.FORWARD, actor.role)
    if forward_proposed(uow, referral) != to:
        note_act(uow, context, actor, referral, Verb.FORWARD, text=to)
        announce(uow, context, referral.client_id, Say("say.forward_proposed", {"county": to}))
    return {**standing(uow, actor, referral), "forward_to": to}


def forward_proposed(uow: UnitOfWork, referral: Referral) -> str | None:
    """The county that a worker has proposed and the person has not answered to."""
    proposals = [e for e in uow.referrals.events(referral.id) if e.verb == Verb.FORWARD]
    if not proposals or proposals[-1].role != Role.SOCIAL_WORKER:
        return None
    return proposals[-1].text


def answer_forward(uow: UnitOfWork, context: Context, client_id: str, yes: bool) -> Json:
    """The person's answer. Yes: the new county gets what was sent, as new; the old one gets
    no later version. No: everything stays."""
    referral = uow.referrals.of_client(client_id)
    client = uow.clients.get(client_id)
    to = forward_proposed(uow, referral) if referral is not None else None
    if referral is None or client is None or to is None:
        raise WrongState("nothing_proposed")
    person = client_actor(client_id)
    note_act(uow, context, person, referral, Verb.FORWARD, text=to if yes else None)
    if not yes:
        return {"county": client.county, "moved": False}
    version = uow.referrals.version(referral.id, referral.content_version)
    if version is None:
        raise NotFound("erased")
    referral.state = REFERRAL_MOVES.move(referral.state, Verb.FORWARD, person.role)
    uow.referrals.save(referral)
    client.county = to
    uow.clients.save(client)
    now = context.clock.now()
    there = Referral(
        id=context.ids.new(),
        client_id=client_id,
        county=to,
        prison=client.prison,
        state=ReferralState.NEW,
        received_at=now,
        content_version=1,
        release_date=referral.release_date,
        release_certain=referral.release_certain,
        lang=client.lang,
        outlook=list(referral.outlook),
        areas=list(referral.areas),
    )
    uow.referrals.add(there)
    uow.referrals.add_version(there.id, 1, version[0], now)
    note_act(uow, context, person, there, Verb.SEND)
    return {"county": to, "moved": True}


def write(uow: UnitOfWork, context: Context, client_id: str, text: str) -> str:
    """The person writes to their worker: the message's id. A closed referral comes back."""
    watch_words(uow, context, client_id, text)
    words = usable_words(text)
    referral = uow.referrals.of_client(client_id)
    if referral is None:
        raise WrongState("send_summary_first")
    person = client_actor(client_id)
    before = referral.state
    referral.state = REFERRAL_MOVES.move(before, Verb.WRITE, person.role)
    if before is ReferralState.CLOSED:
        referral.claimed_by = referral.claimed_at = referral.outcome = referral.closed_at = None
    if referral.state is not before:
        uow.referrals.save(referral)
    message_id = context.ids.new()
    body: Json = {
        "text": words,
        "choice": None,
        "question": None,
        "role": "to_worker",
        "areas": [],
        "crisis": None,
        "county": referral.county,
    }
    uow.threads.add(client_id, message_id, "client", context.clock.now(), body)
    note_act(uow, context, person, referral, Verb.WRITE)
    return message_id


def _give_to(context: Context, referral: Referral, verb: Verb, worker_id: str) -> None:
    referral.state = REFERRAL_MOVES.move(referral.state, verb, Role.SOCIAL_WORKER)
    referral.claimed_by, referral.claimed_at = worker_id, context.clock.now()


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


def _done(uow: UnitOfWork, context: Context, actor: Actor, referral: Referral, verb: Verb) -> Json:
    uow.referrals.save(referral)
    note_act(uow, context, actor, referral, verb)
    return standing(uow, actor, referral)


def _is_mine(actor: Actor, referral: Referral) -> bool:
    return referral.state is ReferralState.CLAIMED and referral.claimed_by == actor.id


def _was_last(uow: UnitOfWork, actor: Actor, referral: Referral, verb: Verb) -> bool:
    events: list[ReferralEvent] = uow.referrals.events(referral.id)
    return bool(events) and (events[-1].verb, events[-1].by) == (verb, actor.id)
