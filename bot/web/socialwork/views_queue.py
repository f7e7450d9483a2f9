"""The county's queue: views, filters, a search, and the views that a worker keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import Refused
from bot.casework.ports import UnitOfWork
from bot.casework.queue_view import View, Window
from bot.casework.services.desk_views import drop_view, keep_view, kept_views
from bot.casework.services.queue import Filters, note_listing, queue, tallies
from bot.web.keys import CONTEXT, VISITOR
from bot.web.staff import LONGEST_LINE, db_of, see_other, staff_page, told, typed_form

Json = dict[str, Any]
# What a worker has just done and may be told about on this page.
DONE = ("release", "assign", "view", "view_dropped")
FILTERS = ("area", "prison", "lang", "window")
# Rows of one page: what fits on two screens; the rest is a press away.
ROWS = 50


async def show(request: web.Request) -> web.StreamResponse:
    """The queue, most urgent first; that the list was shown is in the audit trail."""
    return await _page(request)


async def keep(request: web.Request) -> web.StreamResponse:
    """Keep the present view with its filters under a name; never what was searched for."""
    form = await typed_form(request)
    db, context = db_of(request)
    actor, view, filters = request[VISITOR].signed_in, _view(form), _filters(form)
    try:
        await db.run(lambda uow: keep_view(uow, context, actor, form["name"], view, filters))
    except Refused as refusal:
        return await _page(request, told(request, refusal), refusal.status)
    # What a form says is quoted: in a header it would be more than a part of an address.
    return see_other(f"/desk?{urlencode({**filters.as_asks(view), 'done': 'view'})}")


async def drop(request: web.Request) -> web.StreamResponse:
    """Keep one of the own views no longer."""
    db, _ = db_of(request)
    actor, view_id = request[VISITOR].signed_in, request.match_info["id"]
    await db.run(lambda uow: drop_view(uow, actor, view_id))
    return see_other("/desk", done="view_dropped")


async def _page(request: web.Request, error: str = "", status: int = 200) -> web.Response:
    db, context = db_of(request)
    actor, view, filters = request[VISITOR].signed_in, _view(request.query), _filters(request.query)
    q = request.query.get("q", "")[:LONGEST_LINE].strip()
    after = request.query.get("after") or None
    found = await db.read(lambda uow: _read(uow, context, actor, view, filters, q, after))
    await db.run(lambda uow: note_listing(uow, context, actor, view.value))
    done = request.query.get("done", "")
    asks = filters.as_asks(view)
    return staff_page(
        request,
        "socialwork/queue.html",
        status=status,
        error=error,
        here="queue",
        show=view.value,
        views=list(View),
        windows=list(Window),
        areas=[area.id for area in request.config_dict[CONTEXT].interview.areas],
        filters=filters,
        narrowed=len(asks) > 1,
        asks=urlencode(asks),
        q=q,
        done=done if done in DONE else "",
        **found,
    )


def _read(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    view: View,
    filters: Filters,
    q: str,
    after: str | None,
) -> Json:
    found = queue(uow, context, actor, view=view, filters=filters, q=q, after=after, limit=ROWS)
    prisons = {prison.id: prison.name for prison in uow.prisons.everyone()}
    for row in found["items"]:
        row["prison_name"] = prisons.get(row["prison"], row["prison"])
    return {
        "rows": found["items"],
        "next": found["next"],
        "counts": tallies(uow, context, actor),
        "prisons": sorted(prisons.items(), key=lambda pair: pair[1]),
        "kept": [
            {"id": kept.id, "name": kept.name, "asks": urlencode(kept.asks)}
            for kept in kept_views(uow, actor)
        ],
    }


def _view(asked: Mapping[str, str]) -> View:
    name = asked.get("show", "")
    return View(name) if name in list(View) else View.OPEN


def _filters(asked: Mapping[str, str]) -> Filters:
    return Filters(**{name: asked.get(name, "")[:LONGEST_LINE] for name in FILTERS})
