"""Whose a referral is: only social workers of its county, and who else may act on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.casework.actor import Actor, Role
from bot.casework.clocks import next_due
from bot.casework.context import ZONE, Context
from bot.casework.errors import BadInput, Forbidden, NotFound, WrongState
from bot.casework.journal import entry
from bot.casework.ports import UnitOfWork
from bot.casework.referral import (
    HELD_STATES,
    REFERRAL_MOVES,
    ReasonCode,
    Referral,
    ReferralEvent,
    ReferralState,
    ReferralVerb,
)
from bot.casework.services.notices import something_waits

Json = dict[str, Any]
_NEW_FOR_WORKERS = (ReferralVerb.SEND, ReferralVerb.WRITE)
# What changes where a referral stands, or whose it is.
_TOLD = ("claim", "release", "assign", "stand-in", "wait", "resume", "close", "reopen")


def county_of(actor: Actor) -> str:
    """The worker's county; leaders, admins and prison staff read no content."""
    if actor.role is not Role.SOCIAL_WORKER or actor.county is None:
        raise Forbidden("role_may_not")
    return actor.county


def in_scope(uow: UnitOfWork, actor: Actor, referral_id: str) -> Referral:
    """The referral, if it belongs to the worker's county; else as if there were none."""
    referral = uow.referrals.of_county(referral_id, county_of(actor))
    if referral is None:
        raise NotFound("not_found")
    if referral.state is ReferralState.FORWARDED:
        # The person has said yes to another county: this one sees it no more.
        raise NotFound("forwarded_away")
    return referral


def claimed_by_other(uow: UnitOfWork, actor: Actor, referral: Referral) -> WrongState | None:
    """The refusal that names who has it since when; None when nobody else has, or when this
    worker stands in for them."""
    if referral.state not in HELD_STATES or referral.claimed_by in (None, actor.id):
        return None
    if referral.stand_in == actor.id:
        return None
    name = name_of(uow, referral.claimed_by) or ""
    since = referral.claimed_at or referral.received_at
    return WrongState("claimed_by_other", name=name, **moment(since))


def moment(at: dt.datetime) -> dict[str, str]:
    """A moment as a refusal tells it: Finnish time, in figures alone."""
    local = at.astimezone(ZONE)
    return {"day": f"{local.day}.{local.month}.", "time": f"{local:%H.%M}"}


def moved(
    uow: UnitOfWork,
    actor: Actor,
    referral: Referral,
    verb: ReferralVerb,
    revision: int | None = None,
) -> ReferralState:
    """The state after the move. Who comes second, or from an old page (``revision``), is told
    who did what when."""
    if revision is not None and revision != referral.revision:
        refusal = meanwhile(uow, actor, referral)
        if refusal is not None:
            raise refusal
    try:
        return REFERRAL_MOVES.move(referral.state, verb, actor.role)
    except WrongState as wrong:
        raise meanwhile(uow, actor, referral) or wrong from None


def meanwhile(uow: UnitOfWork, actor: Actor, referral: Referral) -> WrongState | None:
    """What somebody else did last to where the referral stands; None if it was this actor."""
    acts = [event for event in uow.referrals.events(referral.id) if event.verb in _TOLD]
    if not acts or acts[-1].by == actor.id or acts[-1].role == Role.CLIENT:
        return None
    last = acts[-1]
    return WrongState(f"meanwhile.{last.verb}", name=name_of(uow, last.by) or "", **moment(last.at))


def refuse_if_claimed_by_other(uow: UnitOfWork, actor: Actor, referral: Referral) -> None:
    refusal = claimed_by_other(uow, actor, referral)
    if refusal is not None:
        raise refusal


def checked_reason(
    uow: UnitOfWork, actor: Actor, referral: Referral, reason: str | None
) -> str | None:
    """The reason for the trail: needed, and a known code, where another worker has it."""
    if reason and reason not in list(ReasonCode):
        raise BadInput("reason_unknown")
    if not reason:
        refuse_if_claimed_by_other(uow, actor, referral)
        return None
    return reason


def name_of(uow: UnitOfWork, user_id: str | None) -> str | None:
    """The name of a member of staff."""
    user = uow.staff.get(user_id) if user_id else None
    return user.name if user else None


def claimer(uow: UnitOfWork, referral: Referral) -> Json | None:
    """Who has it."""
    if referral.claimed_by is None:
        return None
    return {"id": referral.claimed_by, "name": name_of(uow, referral.claimed_by) or ""}


def stand_in_of(uow: UnitOfWork, referral: Referral) -> Json | None:
    """Who takes care of it when the worker is away."""
    if referral.stand_in is None:
        return None
    return {"id": referral.stand_in, "name": name_of(uow, referral.stand_in) or ""}


def store(uow: UnitOfWork, context: Context, referral: Referral) -> None:
    """Save it with the day by which something must be done next."""
    referral.due_on = next_due(referral, context.targets_of(referral.county))
    uow.referrals.save(referral)


def verbs_of(actor: Actor, referral: Referral) -> list[str]:
    """What this worker can do now; with another's claim only what takes it over."""
    verbs = REFERRAL_MOVES.verbs_for(referral.state, actor.role)
    if referral.state in HELD_STATES and actor.id not in (referral.claimed_by, referral.stand_in):
        verbs = [verb for verb in verbs if verb is ReferralVerb.ASSIGN]
    return [verb.value for verb in verbs]


def standing(uow: UnitOfWork, actor: Actor, referral: Referral) -> Json:
    """The answer to a verb: where the referral stands after it."""
    return {
        "id": referral.id,
        "state": referral.state.value,
        "claimed_by": claimer(uow, referral),
        "stand_in": stand_in_of(uow, referral),
        "outcome": referral.outcome,
        "content_version": referral.content_version,
        "revision": referral.revision,
        "verbs": verbs_of(actor, referral),
    }


def note_act(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral: Referral,
    verb: str,
    *,
    text: str | None = None,
    code: str | None = None,
    reason: str | None = None,
) -> None:
    """One row for the referral's page (not for mere reading) and one for the trail."""
    now = context.clock.now()
    if verb in list(ReferralVerb):
        uow.referrals.add_event(
            ReferralEvent(referral.id, verb, actor.id, actor.role.value, now, text, code)
        )
    uow.trail.add(entry(now, actor, verb, "referral", referral.id, referral.client_id, reason))
    if actor.role is Role.CLIENT and verb in _NEW_FOR_WORKERS:
        something_waits(uow, context, referral.county)
