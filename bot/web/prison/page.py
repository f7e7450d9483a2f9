"""A page of the prison: with the alerts that nobody has answered on top, whatever it shows."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.casework.actor import Actor, Right
from bot.casework.context import Context
from bot.casework.people import Alert
from bot.casework.ports import UnitOfWork
from bot.casework.services.alerts import peek, watch
from bot.web.keys import VISITOR
from bot.web.staff import db_of, staff_page

# Seconds until a page reloads itself where scripts are off.
REFRESH = 20
Json = dict[str, Any]


async def prison_page(
    request: web.Request, template: str, *, status: int = 200, refresh: int = 0, **values: Any
) -> web.Response:
    """Only pages that hold no half-filled form may give ``refresh``."""
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    name, alerts = await db.run(lambda uow: _frame(uow, context, actor))
    return staff_page(
        request,
        template,
        status=status,
        prison_name=name,
        rights={right.value for right in actor.rights},
        alerts=alerts,
        refresh=refresh,
        **values,
    )


async def open_alerts(request: web.Request) -> web.StreamResponse:
    """The open alerts alone, for the script; ``?hidden=1``: nobody has the page in view."""
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    seen = "hidden" not in request.query
    alerts = await db.run(lambda uow: _alerts(uow, context, actor, seen=seen))
    here = request.query.get("here", "")
    page = here if here in ("requests", "codes") else "alerts"
    return staff_page(request, "prison/_alarms.html", alerts=alerts, here=page)


def _frame(uow: UnitOfWork, context: Context, actor: Actor) -> tuple[str, list[Json]]:
    prison = uow.prisons.get(actor.prison or "")
    sees = Right.ALERTS in actor.rights
    alerts = _alerts(uow, context, actor, seen=True) if sees else []
    return prison.name if prison else "", alerts


def _alerts(uow: UnitOfWork, context: Context, actor: Actor, *, seen: bool) -> list[Json]:
    found = (watch if seen else peek)(uow, context, actor)
    now = context.clock.now()
    return [_row(alert, int((now - alert.raised_at).total_seconds() // 60)) for alert in found]


def _row(alert: Alert, minutes: int) -> Json:
    """What the staff may know: who, where, when, which kind."""
    return {
        "id": alert.id,
        "kind": alert.kind,
        "raised_at": alert.raised_at,
        "minutes": minutes,
        "client_name": alert.client_name,
        "client_number": alert.client_number,
        "client_place": alert.client_place,
    }
