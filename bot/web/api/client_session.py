"""Signing in with a code and an own secret, the language, signing out."""

from __future__ import annotations

import json

from aiohttp import web

from bot.casework.people import Session
from bot.casework.ports import UnitOfWork
from bot.casework.services.sessions import set_language
from bot.web.access import CLIENT
from bot.web.api.body import Json
from bot.web.api.call import Call, database_of
from bot.web.api.operation import Operation
from bot.web.api.signing_in import Opened, leave_session, opened_once, session_answer
from bot.web.cookies import BROWSER, cookie_of
from bot.web.sign_in import choose_secret, sign_in_client

KIND = "client"


async def sign_in(request: web.Request, call: Call) -> web.Response:
    """Sign in with the code from the slip, and the own secret if one is set."""

    async def once() -> Opened:
        body, browser = call.body, cookie_of(request, BROWSER)
        signed = await sign_in_client(
            database_of(request),
            call.context,
            body["code"],
            body.get("secret") or None,
            body.get("lang"),
            browser,
        )
        if signed.refused is not None:
            raise signed.refused
        return Opened(signed.token, _shown(signed.session, signed.asks_for_secret))

    return session_answer(request, KIND, await opened_once(request, call, once))


def show_session(uow: UnitOfWork, call: Call) -> Json:
    """Whose session this is, and the token that a browser sends with a change."""
    client = uow.clients.get(call.me)
    return _shown(call.session, client is None or client.secret_hash is None)


def change_language(uow: UnitOfWork, call: Call) -> Json:
    """Another language, for this session and for what comes later."""
    lang = call.body["lang"]
    if call.session is not None:
        set_language(uow, call.context, call.session, lang)
    return {**show_session(uow, call), "lang": lang}


async def leave(request: web.Request, call: Call) -> web.Response:
    """Sign out; everything said is kept."""
    return await leave_session(request, call, KIND)


async def set_secret(request: web.Request, call: Call) -> web.Response:
    """Set or change the own secret."""
    secret = call.body["secret"]
    await choose_secret(database_of(request), call.context, call.me, secret, call.session)
    text = json.dumps(_shown(call.session, asks_for_secret=False))
    return web.Response(text=text, content_type="application/json")


def _shown(session: Session | None, asks_for_secret: bool) -> Json:
    return {
        "role": KIND,
        "lang": session.lang if session is not None else None,
        "csrf": session.csrf if session is not None else None,
        "asks_for_secret": asks_for_secret,
    }


_PATH = "/api/v1/client/session"
OPERATIONS = [
    Operation("POST", _PATH, sign_in, CLIENT, "ClientSession", 201, "SignIn", public=True),
    Operation("GET", _PATH, show_session, CLIENT, "ClientSession", reads=True),
    Operation("PATCH", _PATH, change_language, CLIENT, "ClientSession", body="Language"),
    Operation("DELETE", _PATH, leave, CLIENT, "Nothing", 204),
    Operation("PUT", "/api/v1/client/secret", set_secret, CLIENT, "ClientSession", body="Secret"),
]
