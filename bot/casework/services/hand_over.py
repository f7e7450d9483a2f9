"""Handing a referral over to the county's own client information system.

The worker asks for it; the same version of a referral is handed over once. How it went
stands on the page where it was asked for, and among what has been done to the referral.
"""

from __future__ import annotations

from typing import Any

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import WrongState
from bot.casework.outbox import Delivery, DeliveryKind, DeliveryState
from bot.casework.ports import UnitOfWork
from bot.casework.referral import HELD_STATES, ReferralEvent
from bot.casework.services.referral_object import utc
from bot.casework.services.referral_scope import (
    checked_reason,
    in_scope,
    name_of,
    refuse_if_claimed_by_other,
)
from bot.casework.services.referrals import export

Json = dict[str, Any]
TYPE = "referral.handed_over"
ASKED = "hand_over"


def hand_over(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> str:
    """Put the referral as it is now into the outbox; the delivery's id. Again is harmless:
    it is the same delivery, and one that failed is tried anew."""
    referral = in_scope(uow, actor, referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.state not in HELD_STATES:
        raise WrongState("network_take_first")
    if context.destination_of(referral.county).url is None:
        raise WrongState("handover_off")
    now, mark = context.clock.now(), f"{ASKED}:{referral.id}:{referral.content_version}"
    before = uow.outbox.with_mark(mark)
    if before is not None:
        if before.state is DeliveryState.FAILED:
            before.state, before.tries, before.due_at = DeliveryState.WAITING, 0, now
            before.problem = None
            uow.outbox.save(before)
        return before.id
    delivery_id = context.ids.new()
    shown = export(uow, context, actor, referral_id)
    uow.outbox.put(
        Delivery(
            id=delivery_id,
            kind=DeliveryKind.HAND_OVER,
            mark=mark,
            county=referral.county,
            made_by=actor.id,
            at=now,
            due_at=now,
            referral_id=referral.id,
            client_id=referral.client_id,
            body={"id": delivery_id, "type": TYPE, "made_at": utc(now), "referral": shown},
        )
    )
    uow.referrals.add_event(ReferralEvent(referral.id, ASKED, actor.id, actor.role.value, now))
    return delivery_id


def hand_overs(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, reason: str | None = None
) -> Json:
    """What was handed over and how it went, newest first; nothing of what it held."""
    referral = in_scope(uow, actor, referral_id)
    checked_reason(uow, actor, referral, reason)
    mine = actor.id in (referral.claimed_by, referral.stand_in)
    version = f"{ASKED}:{referral.id}:{referral.content_version}"
    rows = uow.outbox.of_referral(referral.id)
    present = next((row for row in rows if row.mark == version), None)
    is_on = context.destination_of(referral.county).url is not None
    waits = present is not None and present.state is not DeliveryState.FAILED
    return {
        "id": referral.id,
        "on": is_on,
        "can_act": is_on and mine and referral.state in HELD_STATES and not waits,
        "again": present is not None,
        "version": referral.content_version,
        "rows": [_row(uow, row) for row in rows],
    }


def _row(uow: UnitOfWork, row: Delivery) -> Json:
    problem, _, status = (row.problem or "").partition(":")
    return {
        "id": row.id,
        "by": name_of(uow, row.made_by) or "",
        "at": utc(row.at),
        "version": row.mark.rpartition(":")[2],
        "state": row.state.value,
        "tries": row.tries,
        "next_at": utc(row.due_at) if row.state is DeliveryState.WAITING and row.tries else None,
        "done_at": utc(row.done_at),
        "problem": problem,
        "status": status,
    }
