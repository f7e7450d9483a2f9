"""The leader's page and the same figures as a file."""

from __future__ import annotations

from functools import partial
from typing import Any

from aiohttp import web

from bot.casework.ports.scope import EVERYBODY, seeing
from bot.casework.services.leader import figures
from bot.web.keys import COUNTIES, TEXTS, VISITOR
from bot.web.leader.tables import Table, as_csv, tables
from bot.web.staff import db_of, staff_page

Json = dict[str, Any]


async def show(request: web.Request) -> web.StreamResponse:
    """The figures of one quarter, as tables and bars."""
    if request[VISITOR].signed_in.county is None:
        # The leader of a prison: there are figures for counties only.
        return staff_page(request, "socialwork/no_pages.html")
    found, groups = await _figures(request)
    lang, county = request[VISITOR].lang, request[VISITOR].signed_in.county
    name = request.config_dict[COUNTIES].names[county or ""][lang]
    return staff_page(request, "leader/figures.html", f=found, tables=groups, county_name=name)


async def figures_csv(request: web.Request) -> web.StreamResponse:
    """The same figures, the same cells hidden."""
    found, groups = await _figures(request)
    text = as_csv(found, groups, partial(request.config_dict[TEXTS].say, request[VISITOR].lang))
    name = f'attachment; filename="reitti-{found["quarter"]}.csv"'
    # With its mark in front, table programs read the letters right.
    body, headers = text.encode("utf-8-sig"), {"Content-Disposition": name}
    return web.Response(body=body, content_type="text/csv", charset="utf-8", headers=headers)


async def _figures(request: web.Request) -> tuple[Json, list[Table]]:
    db, context = db_of(request)
    actor, quarter = request[VISITOR].signed_in, request.query.get("quarter") or None
    lang = request[VISITOR].lang
    with seeing(EVERYBODY):
        # Numbers of all, none of them so small that it is about somebody.
        found = await db.run(lambda uow: figures(uow, context, actor, quarter))
    names = {id_: names[lang] for id_, names in request.config_dict[COUNTIES].names.items()}
    return found, tables(found, partial(request.config_dict[TEXTS].say, lang), names)
