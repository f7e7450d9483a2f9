"""Alerts: the page that staff keep open, and the answer to one."""

from __future__ import annotations

from aiohttp import web

from bot.casework.services.alerts import acknowledge, answered
from bot.web.keys import VISITOR
from bot.web.prison.page import REFRESH, prison_page
from bot.web.staff import db_of, see_other, typed_form

# In the order of the list "what to do".
KINDS = (
    "suicide",
    "self_harm",
    "violence_to_me",
    "violence_by_me",
    "medical_emergency",
    "asked_for_help",
)
PAGES = {"requests": "/prison", "codes": "/prison/codes"}


async def show(request: web.Request) -> web.StreamResponse:
    """Open alerts, what to do, and those that were answered within a day."""
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    found = await db.read(lambda uow: answered(uow, context, actor))
    done = request.query.get("done", "")
    return await prison_page(
        request,
        "prison/alerts.html",
        refresh=REFRESH,
        answered=found,
        kinds=KINDS,
        done=done if done == "acknowledge" else "",
        here="alerts",
    )


async def answer(request: web.Request) -> web.StreamResponse:
    """Somebody goes there; the person is told so. A second press is harmless."""
    form = await typed_form(request)
    db, context = db_of(request)
    actor, alert_id = request[VISITOR].signed_in, request.match_info["id"]
    await db.run(lambda uow: acknowledge(uow, context, actor, alert_id))
    return see_other(PAGES.get(form["back"], "/prison/alerts"), done="acknowledge")
