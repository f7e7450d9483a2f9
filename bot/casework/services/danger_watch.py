"""Danger in words that are typed into a form: the same look as at every message.

The use cases that take such words call it themselves. A page calls it before them as
well, in a transaction of its own: a refusal undoes what was raised along with it.
"""

from __future__ import annotations

from bot.casework.context import Context
from bot.casework.people import Alert
from bot.casework.ports import UnitOfWork
from bot.casework.services.crisis import alert_says, stop_for
from bot.casework.services.replies import load_state, store_reply
from bot.safety.danger import find_danger


def watch_words(uow: UnitOfWork, context: Context, client_id: str, *texts: object) -> str | None:
    """The kind of danger in the words, or None; staff are told, the interview stops.
    Looking at the same words twice tells staff once."""
    alert = alert_about(uow, context, client_id, *texts)
    return None if alert is None else alert.kind


def alert_about(uow: UnitOfWork, context: Context, client_id: str, *texts: object) -> Alert | None:
    """The same, with the alert that was raised."""
    found = (find_danger(text) for text in texts if isinstance(text, str))
    danger = next((each for each in found if each is not None), None)
    if danger is None:
        return None
    state, revision = load_state(uow, context, client_id)
    known = {alert.id for alert in uow.alerts.open_of_client(client_id)}
    stopped_before = state.in_crisis
    alert = stop_for(uow, context, client_id, state, danger.kind)
    if alert.id not in known or not stopped_before:
        uow.intakes.put(client_id, state, revision)
        store_reply(uow, context, client_id, state, alert_says(alert), None)
    return alert
