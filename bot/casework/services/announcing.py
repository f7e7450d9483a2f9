"""News in the person's thread that no message of theirs has brought about."""

from __future__ import annotations

from bot.casework.context import Context
from bot.casework.intake_plan import ask_again
from bot.casework.ports import UnitOfWork
from bot.casework.services.crisis import waiting_say
from bot.casework.services.replies import load_state, store_reply
from bot.casework.thread import Say


def announce(uow: UnitOfWork, context: Context, client_id: str, *says: Say) -> None:
    """Say it, and ask again what is asked: the last entry of a thread always asks something."""
    known = uow.intakes.get(client_id)
    if known is None:
        # Somebody who has said nothing yet, or whose words are all erased.
        client = uow.clients.get(client_id)
        if client is None or client.erased_at is not None:
            return
        known = load_state(uow, context, client_id)
    state, _ = known
    asks = waiting_say() if state.in_crisis else ask_again(state, context.interview)
    store_reply(uow, context, client_id, state, [*says, asks], None)
