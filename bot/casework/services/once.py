"""A form that was sent twice acts once: each page draws its form with a token of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.ports import UnitOfWork

T = TypeVar("T")
DONE = 200


def once(
    uow: UnitOfWork, context: Context, actor: Actor, token: str, work: Callable[[], T]
) -> T | None:
    """What ``work`` returns, or None when the form with this token has acted before.

    Without a token (a form that was written by hand) it acts each time.
    """
    key = f"form:{token}"
    if token and uow.idempotency.get(actor.id, key) is not None:
        return None
    answer = work()
    if token:
        # Only that it happened: what a form said or gave back is not kept here.
        uow.idempotency.put(actor.id, key, "", DONE, "", context.clock.now())
    return answer
