"""What the prison knows of a person: name, number, cell, day of release. These change, and an
alert must send staff to the right door."""

from __future__ import annotations

from functools import partial
from typing import Any

from aiohttp import web

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound, Refused
from bot.casework.people import Client, Prison
from bot.casework.ports import UnitOfWork
from bot.casework.ports.scope import EVERYBODY, seeing
from bot.casework.services.client_facts import KEEP
from bot.casework.services.codes import set_client
from bot.web.keys import TEXTS, VISITOR
from bot.web.prison.page import prison_page
from bot.web.prison.views_codes import FIELDS, release_typed
from bot.web.staff import Blank, db_of, say_day, see_other, told, typed_form


async def show(request: web.Request) -> web.StreamResponse:
    """The facts as they are now."""
    return await _page(request)


async def change(request: web.Request) -> web.StreamResponse:
    """Store them; a second press stores the same again."""
    form = await typed_form(request)
    db, context = db_of(request)
    actor, client_id = request[VISITOR].signed_in, request.match_info["id"]
    try:
        work = partial(_change, context=context, actor=actor, client_id=client_id, form=form)
        # Who moves a person to another prison writes a row that is not theirs any more.
        with seeing(EVERYBODY):
            await db.run(work)
    except Refused as refusal:
        return await _page(request, form, refusal)
    return see_other("/prison/codes", done="client")


def _change(
    uow: UnitOfWork, context: Context, actor: Actor, client_id: str, form: Blank
) -> list[str]:
    moves = bool(form["prison"])
    if not form["name"].strip() and not form["number"].strip():
        raise BadInput("code_needs_name")
    if not form["place"].strip() and not moves:
        raise BadInput("code_needs_place")
    return set_client(
        uow,
        context,
        actor,
        client_id,
        # Of somebody who moves, the cell is not known yet: the new prison says it.
        prison=form["prison"] if moves else KEEP,
        place=KEEP if moves else form["place"],
        release_date=release_typed(form),
        name=form["name"],
        number=form["number"],
    )


async def _page(
    request: web.Request, form: Blank | None = None, refusal: Refused | None = None
) -> web.Response:
    db, _ = db_of(request)
    actor, client_id = request[VISITOR].signed_in, request.match_info["id"]
    words = told(request, refusal) if refusal else ""
    field = FIELDS.get(refusal.key, "") if refusal else ""
    client, prisons = await db.read(lambda uow: _read(uow, actor, client_id))
    texts, lang = request.config_dict[TEXTS], request[VISITOR].lang
    known: dict[str, Any] = {
        "name": client.name or "",
        "number": client.number or "",
        "place": client.place or "",
        "release_unknown": "" if client.release_date else "1",
    }
    if client.release_date:
        known["release_date"] = say_day(texts, lang, "typed", client.release_date)
    return await prison_page(
        request,
        "prison/client.html",
        status=refusal.status if refusal else 200,
        client=client,
        prisons=[prison for prison in prisons if prison.id != client.prison],
        typed=form or Blank(known),
        errors=Blank({field: words} if field else {}),
        error=words,
        here="codes",
    )


def _read(uow: UnitOfWork, actor: Actor, client_id: str) -> tuple[Client, list[Prison]]:
    client = uow.clients.of_prison(client_id, actor.prison or "")
    if client is None or client.erased_at is not None:
        raise NotFound("unknown_client")
    return client, uow.prisons.everyone()
