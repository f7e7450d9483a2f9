"""The outbox at work: what to send now, and how it ended.

That a thing is being sent is written down before it leaves. What was cut off there and then
leaves again only if its receiver can tell that it is the same (a hand-over has its id); a
notice does not, for nobody could tell.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.casework.actor import SYSTEM
from bot.casework.context import Context
from bot.casework.outbox import (
    CUT_OFF,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Destination,
    next_try,
)
from bot.casework.ports import UnitOfWork
from bot.casework.referral import ReferralEvent, ReferralState

AT_ONCE = 10


@dataclass(frozen=True)
class Ended:
    """How a try ended: ``problem`` None when it has left; ``again``: trying again may help."""

    problem: str | None = None
    again: bool = False


def begin(uow: UnitOfWork, context: Context) -> list[tuple[Delivery, Destination]]:
    """What is to be sent now, each marked as begun."""
    now, taken = context.clock.now(), []
    for delivery in uow.outbox.due(now, now - CUT_OFF, AT_ONCE):
        destination = context.destination_of(delivery.county)
        hindrance = _hindrance(uow, delivery, destination)
        if hindrance is not None:
            _end(uow, context, delivery, Ended(hindrance))
            continue
        delivery.state, delivery.due_at = DeliveryState.SENDING, now
        delivery.tries += 1
        uow.outbox.save(delivery)
        taken.append((delivery, destination))
    return taken


def ended(uow: UnitOfWork, context: Context, delivery: Delivery, how: Ended) -> None:
    """Write down how the try ended; one that may help later waits for its time."""
    _end(uow, context, delivery, how)


def _hindrance(uow: UnitOfWork, delivery: Delivery, destination: Destination) -> str | None:
    if delivery.kind is DeliveryKind.NOTICE:
        if delivery.state is DeliveryState.SENDING:
            return "cut_off"
        return None if destination.addresses else "off"
    if destination.url is None:
        return "off"
    referral = uow.referrals.of_county(delivery.referral_id or "", delivery.county)
    current = (
        f":{referral.content_version}"
        if referral and referral.state is not ReferralState.FORWARDED
        else None
    )
    # The person has changed or taken back what they share, or has gone to another county.
    return None if current and delivery.mark.endswith(current) else "outdated"


def _end(uow: UnitOfWork, context: Context, delivery: Delivery, how: Ended) -> None:
    now = context.clock.now()
    again = next_try(delivery.tries, now) if how.problem and how.again else None
    delivery.problem = how.problem
    if how.problem is None:
        delivery.state, delivery.done_at = DeliveryState.SENT, now
    elif again is not None:
        delivery.state, delivery.due_at = DeliveryState.WAITING, again
    else:
        delivery.state, delivery.done_at = DeliveryState.FAILED, now
    uow.outbox.save(delivery)
    if delivery.referral_id and delivery.state is not DeliveryState.WAITING:
        verb = f"hand_over_{delivery.state.value}"
        uow.referrals.add_event(
            ReferralEvent(delivery.referral_id, verb, SYSTEM.id, SYSTEM.role.value, now)
        )
