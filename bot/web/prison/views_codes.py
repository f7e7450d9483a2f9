"""Access codes: give one on a slip, see who has one, take it back."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from aiohttp import web

from bot.casework.access_code import spaced
from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, Refused
from bot.casework.people import AccessCode, Client
from bot.casework.ports import UnitOfWork
from bot.casework.services import codes
from bot.casework.services.codes import Issued
from bot.casework.services.once import once
from bot.web.keys import COUNTIES, TEXTS, VISITOR
from bot.web.prison.page import prison_page
from bot.web.staff import Blank, db_of, read_day, say_day, see_other, told, typed_form

Json = dict[str, Any]
# Which field a refusal is about; any other is said on top of the page.
FIELDS = {
    "code_needs_name": "name",
    "code_needs_place": "place",
    "unknown_county": "county",
    "day_unreadable": "release_date",
    "day_or_unknown": "release_date",
}
DONE = ("revoke", "once", "acknowledge", "client")


async def show(request: web.Request) -> web.StreamResponse:
    """The form for a new code, and the codes that were given."""
    done = request.query.get("done", "")
    usual = Blank(lang=request[VISITOR].lang)
    return await _page(request, usual, done=done if done in DONE else "")


async def issue(request: web.Request) -> web.StreamResponse:
    """The slip is the answer to the post itself: the code is kept nowhere, so no page can
    show it again. The same form sent twice gives no second code."""
    form = await typed_form(request)
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    try:
        work = partial(_issue, context=context, actor=actor, form=form)
        issued = await db.run(
            lambda uow: once(uow, context, actor, form["once"], lambda: work(uow))
        )
    except Refused as refusal:
        return await _page(request, form, refusal=refusal)
    if issued is None:
        return see_other("/prison/codes", done="once")
    return await _slip(request, issued)


async def revoke(request: web.Request) -> web.StreamResponse:
    """Take one code back; whoever is signed in with it is signed out."""
    form = await typed_form(request)
    db, context = db_of(request)
    actor, code_id = request[VISITOR].signed_in, request.match_info["id"]
    client_id = form["client"]
    await db.run(lambda uow: codes.revoke(uow, context, actor, client_id, code_id))
    return see_other("/prison/codes", done="revoke")


def _issue(uow: UnitOfWork, context: Context, actor: Actor, form: Blank) -> Issued:
    if form["client"] and form["afresh"]:
        return codes.start_afresh(uow, context, actor, form["client"])
    if form["client"]:
        return codes.issue(uow, context, actor, client_id=form["client"])
    return codes.issue(
        uow,
        context,
        actor,
        county=form["county"],
        release_date=release_typed(form),
        lang=form["lang"] or None,
        name=form["name"],
        number=form["number"],
        place=form["place"],
    )


def release_typed(form: Blank) -> dt.date | None:
    """A day or "not known", but one of them, so that nothing is left out by mistake."""
    unknown, day = bool(form["release_unknown"]), form["release_date"]
    if unknown and day:
        raise BadInput("day_or_unknown")
    return None if unknown else read_day(day)


async def _page(
    request: web.Request, form: Blank, *, done: str = "", refusal: Refused | None = None
) -> web.Response:
    db, context = db_of(request)
    actor, lang = request[VISITOR].signed_in, request[VISITOR].lang
    words = told(request, refusal) if refusal else ""
    field = FIELDS.get(refusal.key, "") if refusal else ""
    found = await db.read(lambda uow: codes.list_of_prison(uow, context, actor))
    names = request.config_dict[COUNTIES].names
    return await prison_page(
        request,
        "prison/codes.html",
        status=refusal.status if refusal else 200,
        codes=_rows(found, context.clock.now()),
        counties=sorted((county[lang], id_) for id_, county in names.items()),
        typed=form,
        errors=Blank({field: words} if field else {}),
        error=words,
        done=done,
        here="codes",
    )


def _rows(found: list[tuple[AccessCode, Client]], now: dt.datetime) -> list[Json]:
    """Newest first; only a person's newest code can be followed by another one."""
    rows, seen = [], set()
    for code, client in found:
        state = "valid" if code.expires_at > now else "expired"
        state = "revoked" if code.revoked_at is not None else state
        newest = client.id not in seen and client.erased_at is None
        seen.add(client.id)
        rows.append({"code": code, "client": client, "state": state, "newest": newest})
    return rows


async def _slip(request: web.Request, issued: Issued) -> web.Response:
    texts, names = request.config_dict[TEXTS], request.config_dict[COUNTIES].names
    client = issued.client
    return await prison_page(
        request,
        "prison/slip.html",
        code=spaced(issued.code),
        client=client,
        county_name=names[client.county][request[VISITOR].lang],
        slip_lang=client.lang,
        say=partial(texts.say, client.lang),
        slip_until=say_day(texts, client.lang, "day", issued.expires_at),
        here="codes",
    )
