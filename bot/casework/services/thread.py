"""A person's thread as it is read now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.casework.context import Context
from bot.casework.intake_plan import ask_again
from bot.casework.intake_state import IntakeState
from bot.casework.people import Message
from bot.casework.ports import UnitOfWork
from bot.casework.services.alerts import state_for
from bot.casework.services.crisis import ALERT_STATE, waiting_say
from bot.casework.services.replies import load_state
from bot.casework.thread import Say


@dataclass(frozen=True)
class ThreadView:
    """Part of a thread, with where the interview stands. ``asks`` is what is asked now."""

    messages: list[Message]
    stage: str
    done: int
    total: int
    asks: Say
    crisis_alert: str | None
    waiting: bool


def open_thread(
    uow: UnitOfWork,
    context: Context,
    client_id: str,
    *,
    after: int | None = None,
    limit: int | None = None,
) -> ThreadView:
    """All of the thread, what came after an entry, or the last ``limit`` entries.

    Begins the interview if it has not begun, so it runs in a transaction that may write.
    """
    state, _ = load_state(uow, context, client_id)
    if after is not None:
        messages = uow.threads.after(client_id, after)
    elif limit is not None:
        messages = uow.threads.latest(client_id, limit)
    else:
        messages = uow.threads.everything(client_id)
    for message in messages:
        if message.sender == "assistant":
            says = [_as_it_is_now(uow, context, client_id, say) for say in _says(message)]
            message.body["says"] = says
    return ThreadView(
        messages=messages,
        stage=state.shown_stage.value,
        done=state.done_count(),
        total=len(state.areas),
        asks=_asked_now(state, context, messages),
        crisis_alert=state.crisis_alert,
        waiting=bool(uow.threads.waiting(client_id)),
    )


def _asked_now(state: IntakeState, context: Context, messages: list[Message]) -> Say:
    """What is asked, as it was last asked: an offer of a language adds a button to it."""
    asks = waiting_say() if state.in_crisis else ask_again(state, context.interview)
    for message in reversed(messages):
        if message.sender == "assistant" and _says(message):
            last = Say.from_json(_says(message)[-1])
            return last if last.question == asks.question and last.key == asks.key else asks
    return asks


def _says(message: Message) -> list[dict[str, Any]]:
    says: Any = message.body.get("says", [])
    return list(says)


def _as_it_is_now(
    uow: UnitOfWork, context: Context, client_id: str, say: dict[str, Any]
) -> dict[str, Any]:
    if say["say"] != ALERT_STATE:
        return say
    state = state_for(uow, context, client_id, say["params"]["alert"])
    return Say(state.key, {"time": state.time}).as_json()
