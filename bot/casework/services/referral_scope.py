"""Whose a referral is: only social workers of its county, and who else may act on it."""

from __future__ import annotations

from typing import Any

from bot.casework.actor import Actor, Role
from bot.casework.context import Context
from bot.casework.errors import BadInput, Forbidden, NotFound, WrongState
from bot.casework.journal import entry
from bot.casework.ports import UnitOfWork
from bot.casework.referral import (
    REFERRAL_MOVES,
    ReasonCode,
    Referral,
    ReferralEvent,
    ReferralState,
    ReferralVerb,
)

Json = dict[str, Any]


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
    return referral


def claimed_by_other(uow: UnitOfWork, actor: Actor, referral: Referral) -> WrongState | None:
    """The refusal that names who has it, or None when nobody else has."""
    if referral.state is not ReferralState.CLAIMED or referral.claimed_by in (None, actor.id):
        return None
    return WrongState("claimed_by_other", name=name_of(uow, referral.claimed_by) or "")


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


def verbs_of(actor: Actor, referral: Referral) -> list[str]:
    """What this worker can do now; with another's claim only what takes it over."""
    verbs = REFERRAL_MOVES.verbs_for(referral.state, actor.role)
    if referral.state is ReferralState.CLAIMED and referral.claimed_by != actor.id:
        verbs = [verb for verb in verbs if verb is ReferralVerb.ASSIGN]
    return [verb.value for verb in verbs]


def standing(uow: UnitOfWork, actor: Actor, referral: Referral) -> Json:
    """The answer to a verb: where the referral stands after it."""
    return {
        "id": referral.id,
        "state": referral.state.value,
        "claimed_by": claimer(uow, referral),
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
    reason: str | None = None,
) -> None:
    """One row for the referral's page (not for mere reading) and one for the trail."""
    now = context.clock.now()
    if verb in list(ReferralVerb):
        uow.referrals.add_event(
            ReferralEvent(referral.id, verb, actor.id, actor.role.value, now, text)
        )
    uow.trail.add(entry(now, actor, verb, "referral", referral.id, referral.client_id, reason))
