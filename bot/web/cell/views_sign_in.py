"""Signing in with the code and the own password, setting it, leaving."""

from __future__ import annotations

import secrets as random_tokens

from aiohttp import web

from bot.casework.errors import BadInput, Refused
from bot.casework.services.danger_watch import watch_words
from bot.casework.services.secrets import SHORTEST
from bot.casework.services.sessions import sign_out
from bot.web.cell.page import (
    CHAT,
    START,
    context,
    database,
    form_of,
    me,
    or_crisis,
    run,
    say,
    see,
    show,
    show_refused,
    why,
)
from bot.web.cookies import (
    BROWSER,
    LANGUAGE,
    SESSION,
    YEAR,
    cookie_of,
    end_session_cookie,
    set_cookie,
)
from bot.web.keys import VISITOR
from bot.web.sign_in import choose_secret, sign_in_client

NOTES = ("signed_out", "erased")
# With these the code is right and the password is what is asked for.
ASKS_PASSWORD = ("secret_needed", "secret_wrong")


async def sign_in_page(request: web.Request) -> web.Response:
    """The first page; whoever is signed in goes on."""
    if request[VISITOR].actor is not None:
        return see(CHAT)
    said = request.query.get("said")
    note = say(request, f"sign_in.{said}") if said in NOTES else ""
    response = show(request, "sign_in", note=note, code="", error="")
    if cookie_of(request, BROWSER) is None:
        set_cookie(request, response, BROWSER, random_tokens.token_urlsafe(16), YEAR)
    return response


async def sign_in(request: web.Request) -> web.Response:
    """With the code, and the password if there is one."""
    form = await form_of(request)
    code, password = form.get("code", ""), form.get("secret", "")
    browser, lang = cookie_of(request, BROWSER), cookie_of(request, LANGUAGE)
    signed = await sign_in_client(
        database(request), context(request), code, password or None, lang, browser
    )
    if signed.refused is not None:
        return _once_more(request, code, "secret" in form, signed.refused)
    before = cookie_of(request, SESSION["client"])
    if before:
        await run(request, lambda uow, ctx: sign_out(uow, ctx, before))
    response = see("/secret" if signed.asks_for_secret else CHAT)
    set_cookie(request, response, SESSION["client"], signed.token)
    return response


def _once_more(
    request: web.Request, code: str, password_typed: bool, refusal: Refused
) -> web.Response:
    if refusal.key in ASKS_PASSWORD:
        error = why(request, refusal) if password_typed else ""
        return show_refused(request, "secret_ask", refusal, code=code, error=error, here=START)
    error = why(request, refusal)
    return show_refused(request, "sign_in", refusal, note="", code=code, error=error)


async def secret_page(request: web.Request) -> web.Response:
    """Set or change the own password."""
    return await _secret_form(request, None, "")


async def set_secret(request: web.Request) -> web.Response:
    """Both fields must be the same."""
    form = await form_of(request)
    password, repeat = form.get("secret", ""), form.get("repeat", "")
    client_id = me(request)
    await run(request, lambda uow, ctx: watch_words(uow, ctx, client_id, password, repeat))
    try:
        if password != repeat:
            return await _secret_form(request, BadInput("secret_differ"), "repeat")
        session = request[VISITOR].session
        await choose_secret(database(request), context(request), me(request), password, session)
    except BadInput as refusal:
        return await _secret_form(request, refusal, "secret")
    return await or_crisis(request, CHAT)


async def _secret_form(request: web.Request, refusal: Refused | None, field: str) -> web.Response:
    client_id = me(request)
    client = await database(request).read(lambda uow: uow.clients.get(client_id))
    error = why(request, refusal) if refusal is not None else ""
    return show(
        request,
        "secret_set",
        status=refusal.status if refusal is not None else 200,
        has_secret=client is not None and client.secret_hash is not None,
        least=SHORTEST,
        error=error if field == "secret" else "",
        repeat_error=error if field == "repeat" else "",
    )


async def leave(request: web.Request) -> web.Response:
    """Sign out; everything said is kept."""
    return await _end(request, see("/?said=signed_out"))


async def idle_page(request: web.Request) -> web.Response:
    """Nothing happened for a while: the session ends, and this page shows nothing of it."""
    if request[VISITOR].session is None:
        return show(request, "idle")
    return await _end(request, see("/idle"))


async def alive(_request: web.Request) -> web.Response:
    """Somebody is typing; the guard has noted that they are here."""
    return web.Response(status=204)


async def _end(request: web.Request, response: web.Response) -> web.Response:
    token = cookie_of(request, SESSION["client"]) or ""
    await database(request).run(lambda uow: sign_out(uow, context(request), token))
    end_session_cookie(request, response, "client")
    return response
