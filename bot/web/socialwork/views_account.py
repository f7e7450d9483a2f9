"""One's own account, for all staff alike: where it is signed in, and the password."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.casework.errors import BadInput, Refused
from bot.casework.people import Session
from bot.casework.services.account_changes import (
    change_own_password,
    count_guess,
    refuse_guesses,
)
from bot.casework.services.accounts import SHORTEST_PASSWORD, check_password
from bot.casework.services.sessions import end_others, open_sessions
from bot.web.keys import VISITOR
from bot.web.sign_in import LONGEST_TYPED
from bot.web.staff import db_of, see_other, staff_page, told, typed_form

PATH = "/staff/account"
DONE = ("ended", "changed")


async def show(request: web.Request) -> web.StreamResponse:
    """Where the account is signed in, and the form for another password."""
    return await _page(request)


async def end(request: web.Request) -> web.StreamResponse:
    """End one other session, or all others; a second press is harmless."""
    form = await typed_form(request)
    db, context = db_of(request)
    session = _session(request)
    mark = form["session"] or None
    await db.run(lambda uow: end_others(uow, context, session, mark))
    return see_other(PATH, done="ended")


async def change_password(request: web.Request) -> web.StreamResponse:
    """Only with the one that counts now: an open desk is not enough."""
    try:
        await _change(request)
    except Refused as refusal:
        return await _page(request, told(request, refusal), refusal.status)
    return see_other(PATH, done="changed")


async def _change(request: web.Request) -> None:
    form = await typed_form(request)
    db, context = db_of(request)
    actor, session = request[VISITOR].signed_in, _session(request)
    await db.read(lambda uow: refuse_guesses(uow, context, actor))
    user = await db.read(lambda uow: uow.staff.get(actor.id))
    stored = user.password_hash if user is not None else ""
    old = form["old"][:LONGEST_TYPED]
    if not await asyncio.to_thread(context.hasher.verify, stored, old):
        await db.run(lambda uow: count_guess(uow, context, actor))
        raise BadInput("password_wrong")
    new = check_password(form["new"], user.username if user is not None else "")
    hashed = await asyncio.to_thread(context.hasher.hash, new)
    await db.run(lambda uow: change_own_password(uow, context, actor, stored, hashed, session.id))


async def _page(request: web.Request, error: str = "", status: int = 200) -> web.Response:
    db, context = db_of(request)
    session = _session(request)
    found = await db.read(lambda uow: open_sessions(uow, context, session))
    done = request.query.get("done", "")
    return staff_page(
        request,
        "socialwork/account.html",
        status=status,
        sessions=found,
        least=SHORTEST_PASSWORD,
        error=error,
        done=done if done in DONE and not error else "",
    )


def _session(request: web.Request) -> Session:
    session = request[VISITOR].session
    if session is None:
        raise AssertionError("the route lets in visitors without a session")
    return session
