"""Alerts: staff of the prison are told who, where, when and which kind; never words.

Each kind of danger is an alert of its own. While one of the same kind is open in the same
prison, raising it again adds none (the page repeats it until somebody answers) but is noted
in the audit trail; once it was acknowledged, the next one is new.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.casework.actor import Actor, Right, Role, client_actor
from bot.casework.context import ZONE, Context
from bot.casework.errors import Forbidden, NotFound
from bot.casework.journal import entry
from bot.casework.people import Alert
from bot.casework.ports import UnitOfWork
from bot.casework.reading import ASKED_FOR_HELP

# A page that was shown within this time is being watched; shown pages ask anew far oftener.
WATCHED = dt.timedelta(seconds=60)
ANSWERED_SHOWN = dt.timedelta(hours=24)


@dataclass(frozen=True)
class AlertState:
    """The true state of an alert: the key of the text for the person, and its time of day."""

    key: str
    time: str
    at: dt.datetime


# From the least good on.
_GOODNESS = [
    f"crisis.alert.{state}"
    for state in ("maybe_unseen", "unanswered", "sent", "escalated", "answered")
]


@dataclass(frozen=True)
class Standing:
    """What the page of a crisis says: the kind of danger, and what became of the telling."""

    kind: str
    alert: AlertState


@dataclass(frozen=True)
class Acknowledged:
    """Who answered an alert. ``first`` is False for whoever presses after that."""

    alert: Alert
    by_name: str
    first: bool


def raise_alert(uow: UnitOfWork, context: Context, client_id: str, kind: str) -> Alert:
    """Tell the staff of the prison where the person is."""
    client = uow.clients.get(client_id)
    if client is None:
        raise NotFound("unknown_client")
    now, actor = context.clock.now(), client_actor(client_id)
    for alert in uow.alerts.open_of_client(client_id):
        if alert.kind == kind and alert.prison == client.prison:
            uow.trail.add(entry(now, actor, "raise_again", "alert", alert.id, client_id))
            return alert
    alert = Alert(context.ids.new(), client_id, client.prison, kind, now)
    uow.alerts.add(alert)
    # Without the kind: the trail is not sealed, and the kind tells of somebody's health.
    uow.trail.add(entry(now, actor, "raise", "alert", alert.id, client_id))
    return alert


def watch(uow: UnitOfWork, context: Context, actor: Actor) -> list[Alert]:
    """The open alerts of the actor's prison, for a page that shows them: notes that somebody
    is looking, so call it only for what a person has before their eyes."""
    prison = prison_of_watcher(actor)
    uow.alerts.mark_shown(prison, context.clock.now())
    return uow.alerts.open_of_prison(prison)


def peek(uow: UnitOfWork, context: Context, actor: Actor) -> list[Alert]:  # noqa: ARG001
    """The same for programs and counters: notes nothing."""
    return uow.alerts.open_of_prison(prison_of_watcher(actor))


def answered(uow: UnitOfWork, context: Context, actor: Actor) -> list[Acknowledged]:
    """What was acknowledged within a day, newest first, with the names of who did it."""
    since = context.clock.now() - ANSWERED_SHOWN
    alerts = uow.alerts.answered_of_prison(prison_of_watcher(actor), since, limit=20)
    return [Acknowledged(alert, _name_of(uow, alert), first=False) for alert in alerts]


def acknowledge(uow: UnitOfWork, context: Context, actor: Actor, alert_id: str) -> Acknowledged:
    """The actor has seen the alert and goes there. A second one is harmless, learns who was first."""
    prison = prison_of_watcher(actor)
    now = context.clock.now()
    first = uow.alerts.acknowledge(alert_id, prison, actor.id, now)
    alert = uow.alerts.of_prison(alert_id, prison)
    if alert is None:
        raise NotFound("unknown_alert")
    if first:
        uow.trail.add(entry(now, actor, "acknowledge", "alert", alert_id, alert.client_id))
    return Acknowledged(alert, _name_of(uow, alert), first)


def state_for(uow: UnitOfWork, context: Context, client_id: str, alert_id: str) -> AlertState:
    """What is true now, for the person: never better than what is known.

    "Sent" only if a page with alerts was shown in that prison within a minute before it was
    raised or since; otherwise maybe nobody sees it. After a minute without an answer it says
    so, and falls back to "maybe nobody" when no page is being shown any more.
    """
    alert = uow.alerts.of_client(alert_id, client_id)
    if alert is None:
        raise NotFound("unknown_alert")
    if alert.acknowledged_at is not None:
        return _state("crisis.alert.answered", alert.acknowledged_at)
    if alert.escalated_at is not None:
        return _state("crisis.alert.escalated", alert.escalated_at)
    now = context.clock.now()
    watched = uow.alerts.last_watched(alert.prison)
    if watched is None or now - watched > WATCHED:
        return _state("crisis.alert.maybe_unseen", alert.raised_at)
    if now - alert.raised_at < WATCHED:
        return _state("crisis.alert.sent", alert.raised_at)
    return _state("crisis.alert.unanswered", alert.raised_at)


def standing(uow: UnitOfWork, context: Context, client_id: str, first: str) -> Standing | None:
    """All that staff were told since the alert that began a crisis, as one truth: the latest
    danger that was told, and the least good state of what nobody has answered. None when the
    first alert is gone."""
    began = uow.alerts.of_client(first, client_id)
    if began is None:
        return None
    since = uow.alerts.of_client_since(client_id, began.raised_at)
    earlier = [a for a in uow.alerts.open_of_client(client_id) if a.raised_at < began.raised_at]
    told = [*reversed(earlier), *since]
    dangers = [alert.kind for alert in told if alert.kind != ASKED_FOR_HELP]
    waiting = [alert for alert in told if alert.acknowledged_at is None]
    states = [state_for(uow, context, client_id, alert.id) for alert in waiting or told]
    # Of two that are as bad the later one: it is the one that the person has just raised.
    worst = min(states, key=lambda state: (_GOODNESS.index(state.key), -state.at.timestamp()))
    return Standing(dangers[-1] if dangers else ASKED_FOR_HELP, worst)


def prison_of_watcher(actor: Actor) -> str:
    """The prison whose alerts the actor may see; raises Forbidden for everybody else."""
    if actor.role is not Role.PRISON_STAFF or Right.ALERTS not in actor.rights:
        raise Forbidden("role_may_not")
    if actor.prison is None:
        raise Forbidden("role_may_not")
    return actor.prison


def _name_of(uow: UnitOfWork, alert: Alert) -> str:
    user = uow.staff.get(alert.acknowledged_by) if alert.acknowledged_by else None
    return user.name if user is not None else ""


def _state(key: str, at: dt.datetime) -> AlertState:
    return AlertState(key, at.astimezone(ZONE).strftime("%H:%M"), at)
