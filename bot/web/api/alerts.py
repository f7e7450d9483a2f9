"""Alerts of the prison: who, where, when and which kind; never words."""

from __future__ import annotations

from bot.casework.actor import Right
from bot.casework.errors import BadInput
from bot.casework.people import Alert
from bot.casework.ports import UnitOfWork
from bot.casework.services import alerts
from bot.casework.services.referral_object import utc
from bot.web.access import PRISON_STAFF
from bot.web.api.body import Json
from bot.web.api.call import Call, items
from bot.web.api.operation import Operation

OPEN, ACKNOWLEDGED = "open", "acknowledged"


def list_alerts(uow: UnitOfWork, call: Call) -> Json:
    """The open alerts, oldest first, or those that were acknowledged within a day.

    ``watching=true`` says that a person has them before their eyes now: only then is the one
    in danger told that staff are watching.
    """
    state = call.query.get("state") or OPEN
    if state not in (OPEN, ACKNOWLEDGED):
        raise BadInput("state_unknown")
    if state == ACKNOWLEDGED:
        found = alerts.answered(uow, call.context, call.actor)
        return items([_acknowledged(each) for each in found])
    look = alerts.watch if call.flag("watching", default=False) else alerts.peek
    return items([_alert(alert) for alert in look(uow, call.context, call.actor)])


def acknowledge(uow: UnitOfWork, call: Call) -> Json:
    """Staff have seen it and go there; a second one learns who was first."""
    done = alerts.acknowledge(uow, call.context, call.actor, call.thing)
    return {**_acknowledged(done), "first": done.first}


def _alert(alert: Alert) -> Json:
    return {
        "id": alert.id,
        "kind": alert.kind,
        "raised_at": utc(alert.raised_at),
        "shown_at": utc(alert.shown_at),
        "client": {
            "id": alert.client_id,
            "name": alert.client_name,
            "number": alert.client_number,
            "place": alert.client_place,
        },
        "acknowledged_at": utc(alert.acknowledged_at),
        "acknowledged_by": None,
    }


def _acknowledged(done: alerts.Acknowledged) -> Json:
    return {**_alert(done.alert), "acknowledged_by": done.by_name}


_PATH = "/api/v1/alerts"
OPERATIONS = [
    Operation(
        "GET",
        _PATH,
        list_alerts,
        PRISON_STAFF,
        "Alerts",
        query=("state", "watching"),
        right=Right.ALERTS,
    ),
    Operation(
        "POST",
        f"{_PATH}/{{id}}/acknowledge",
        acknowledge,
        PRISON_STAFF,
        "Acknowledged",
        right=Right.ALERTS,
    ),
]
