"""Storing what the assistant says, and finding where an interview stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.casework.context import Context
from bot.casework.intake import Hearing, begin
from bot.casework.intake_plan import ask_again
from bot.casework.intake_state import IntakeState, new_state
from bot.casework.ports import UnitOfWork
from bot.casework.thread import Say, Turn


def iso(context: Context) -> str:
    """The present moment as it is kept in states and bodies."""
    return context.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def load_state(uow: UnitOfWork, context: Context, client_id: str) -> tuple[IntakeState, int]:
    """Where the interview stands; begins it, with the first words, if it has not begun."""
    known = uow.intakes.get(client_id)
    if known is not None:
        return known
    client = uow.clients.get(client_id)
    if client is None:
        raise LookupError("no such client")
    state = new_state(context.interview)
    hearing = Hearing(
        context.interview, iso(context), client.county, context.glossary, Say("say.status_none")
    )
    uow.intakes.put(client_id, state, 0)
    says = [*begin(hearing), ask_again(state, context.interview)]
    store_reply(uow, context, client_id, state, says, None)
    return state, 1


def store_reply(
    uow: UnitOfWork,
    context: Context,
    client_id: str,
    state: IntakeState,
    says: Sequence[Say],
    reply_to: str | None,
) -> dict[str, Any]:
    """Append the assistant's words as keys; marks the message that they answer as handled."""
    turn = turn_of(state, says)
    reply_id = context.ids.new()
    uow.threads.add(client_id, reply_id, "assistant", context.clock.now(), turn.as_json())
    if reply_to is not None:
        message = uow.threads.get(client_id, reply_to)
        if message is None:
            raise LookupError("no such message")
        message.body["reply"] = reply_id
        message.handled = True
        uow.threads.amend(message)
    return turn.as_json()


def turn_of(state: IntakeState, says: Sequence[Say]) -> Turn:
    """The whole reply with stage and progress."""
    return Turn(tuple(says), state.shown_stage.value, state.done_count(), len(state.areas))
