"""What keeps the clocks right: waiting for the person, contact by phone or visit, the urgency
judged, the need assessed; and who stands in for the worker."""

from __future__ import annotations

from bot.casework.actor import SYSTEM, Actor
from bot.casework.clocks import go_on, pause
from bot.casework.context import Context
from bot.casework.errors import BadInput
from bot.casework.meeting import Meeting
from bot.casework.ports import UnitOfWork
from bot.casework.referral import (
    OPEN_STATES,
    REFERRAL_MOVES,
    ContactKind,
    JudgedAs,
    Referral,
    ReferralState,
)
from bot.casework.referral import ReferralVerb as Verb
from bot.casework.services.announcing import announce
from bot.casework.services.referral_scope import (
    Json,
    in_scope,
    moved,
    note_act,
    refuse_if_claimed_by_other,
    standing,
    store,
)
from bot.casework.services.words import usable_words
from bot.casework.thread import Say


def wait(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, revision: int | None = None
) -> Json:
    """The next move is the person's: the clocks stand still until they write."""
    referral = _own(uow, actor, referral_id)
    if referral.state is ReferralState.WAITING:
        return standing(uow, actor, referral)
    referral.state = moved(uow, actor, referral, Verb.WAIT, revision)
    pause(referral, context.clock.now())
    return _done(uow, context, actor, referral, Verb.WAIT)


def resume(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, revision: int | None = None
) -> Json:
    """Go on although the person has not written: the clocks run again."""
    referral = _own(uow, actor, referral_id)
    if referral.state is ReferralState.CLAIMED:
        return standing(uow, actor, referral)
    referral.state = moved(uow, actor, referral, Verb.RESUME, revision)
    go_on(referral, context.clock.now())
    return _done(uow, context, actor, referral, Verb.RESUME)


def judge_urgency(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, judged: str
) -> Json:
    """Somebody who can judge has looked at what is urgent; that stops its clock."""
    referral = _own(uow, actor, referral_id)
    if judged not in list(JudgedAs):
        raise BadInput("judged_unknown")
    moved(uow, actor, referral, Verb.JUDGE)
    referral.judged_at = context.clock.now()
    return _done(uow, context, actor, referral, Verb.JUDGE, code=judged)


def record_contact(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    kind: str,
    text: str | None = None,
) -> Json:
    """A call, a visit, a letter. The person sees nothing of the words; trying without an
    answer is written down too, but is no contact."""
    referral = _own(uow, actor, referral_id)
    if kind not in list(ContactKind):
        raise BadInput("contact_unknown")
    words = usable_words(text) if text and text.strip() else None
    moved(uow, actor, referral, Verb.CONTACT)
    if kind != ContactKind.NO_ANSWER and referral.contacted_at is None:
        referral.contacted_at = context.clock.now()
    return _done(uow, context, actor, referral, Verb.CONTACT, code=kind, text=words)


def count_as_contact(uow: UnitOfWork, context: Context, meeting: Meeting) -> None:
    """A meeting that was held is contact on the day when it was: for the referral that it was
    agreed for, while that is open, and not if it was held before the clocks began (anew)."""
    referral = uow.referrals.of_client(meeting.client_id)
    if referral is None or referral.id != meeting.referral_id or meeting.start is None:
        return
    if referral.state not in OPEN_STATES or referral.county != meeting.county:
        return
    if meeting.start < (referral.clock_from or referral.received_at):
        return
    if referral.contacted_at is not None and referral.contacted_at <= meeting.start:
        return
    referral.state = REFERRAL_MOVES.move(referral.state, Verb.CONTACT, SYSTEM.role)
    referral.contacted_at = meeting.start
    store(uow, context, referral)
    note_act(uow, context, SYSTEM, referral, Verb.CONTACT, code=ContactKind.MEETING)


def assess(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> Json:
    """The need of service has been assessed, in the county's own system; its clock stops."""
    referral = _own(uow, actor, referral_id)
    moved(uow, actor, referral, Verb.ASSESS)
    if referral.assessed_at is not None:
        return standing(uow, actor, referral)
    referral.assessed_at = context.clock.now()
    return _done(uow, context, actor, referral, Verb.ASSESS)


def name_stand_in(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    to: str,
    revision: int | None = None,
) -> Json:
    """Who takes care of it when the worker is away; empty: nobody. The person is told."""
    referral = _own(uow, actor, referral_id)
    names = {user.id: user.name for user in uow.staff.workers_of_county(referral.county)}
    if to and (to not in names or to == referral.claimed_by):
        raise BadInput("worker_unknown")
    if referral.stand_in == (to or None):
        return standing(uow, actor, referral)
    moved(uow, actor, referral, Verb.STAND_IN, revision)
    referral.stand_in = to or None
    answer = _done(uow, context, actor, referral, Verb.STAND_IN, code=to or None)
    says = Say("say.stand_in_is", {"name": names[to]}) if to else Say("say.stand_in_none")
    announce(uow, context, referral.client_id, says)
    return answer


def _own(uow: UnitOfWork, actor: Actor, referral_id: str) -> Referral:
    referral = in_scope(uow, actor, referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    return referral


def _done(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral: Referral,
    verb: Verb,
    *,
    code: str | None = None,
    text: str | None = None,
) -> Json:
    store(uow, context, referral)
    note_act(uow, context, actor, referral, verb, code=code, text=text)
    return standing(uow, actor, referral)
