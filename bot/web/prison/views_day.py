"""The day on paper: who must be at which device when, unit by unit; and several permissions
at one press."""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import groupby
from typing import Any

from aiohttp import web

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, Refused
from bot.casework.ports import UnitOfWork
from bot.casework.services import permission
from bot.web.keys import VISITOR
from bot.web.prison.page import prison_page
from bot.web.staff import db_of, local_moment, read_day, see_other, typed_form

Json = dict[str, Any]
PREFIX = "meeting-"
DAYS_TO_PICK, MOST_AT_ONCE = 7, 50


async def show(request: web.Request) -> web.StreamResponse:
    """The list of one day; today's if none is named."""
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    chosen = _day(request.query.get("day", ""), context.today())
    units = await db.read(lambda uow: _read(uow, context, actor, chosen))
    days = [context.today() + dt.timedelta(days=n) for n in range(DAYS_TO_PICK)]
    return await prison_page(
        request, "prison/day.html", units=units, chosen=chosen, days=days, here="day"
    )


async def approve_several(request: web.Request) -> web.StreamResponse:
    """Permit those that are ticked; what can't be stays in the list and is said."""
    form = await typed_form(request)
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    asked = [
        (name.removeprefix(PREFIX), int(seen) if seen.isdecimal() else None)
        for name, seen in form.items()
        if name.startswith(PREFIX)
    ]
    failed = False
    for meeting_id, seen in asked[:MOST_AT_ONCE]:
        # A transaction for each: one that can't be leaves nothing behind and stops no other.
        work = partial(
            permission.approve,
            context=context,
            actor=actor,
            meeting_id=meeting_id,
            revision=seen,
        )
        try:
            await db.run(work)
        except Refused:
            failed = True
    return see_other("/prison", done="some" if failed else "several" if asked else "")


def _read(
    uow: UnitOfWork, context: Context, actor: Actor, day: dt.date
) -> list[tuple[str, list[Json]]]:
    found = [
        row
        for row in permission.requests(uow, context, actor)
        if row["state"] in ("approved", "started") and local_moment(row["start"]).date() == day
    ]
    found.sort(key=lambda row: (_unit(row), row["start"]))
    return [(unit, list(rows)) for unit, rows in groupby(found, key=_unit)]


def _unit(row: Json) -> str:
    """The first part of "unit 3, cell 12"."""
    return str(row["client"]["place"] or "").split(",", maxsplit=1)[0].strip()


def _day(text: str, today: dt.date) -> dt.date:
    try:
        return read_day(text)
    except BadInput:
        return today
