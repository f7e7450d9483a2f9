"""What signing in has in common for persons and staff: the cookie, and the repeated request."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.casework.context import Context
from bot.casework.ports import UnitOfWork
from bot.casework.services.brake import bucket_of
from bot.casework.services.sessions import resume, sign_out
from bot.web.api.body import Json
from bot.web.api.call import Call, database_of
from bot.web.api.once import Answer, Repeatable, repeatable
from bot.web.cookies import SESSION, cookie_of, end_session_cookie, set_cookie

CREATED = 201


@dataclass(frozen=True)
class Opened:
    """A session: the cookie's value and what the answer says of it."""

    token: str
    body: Json


async def opened_once(
    request: web.Request, call: Call, sign_in: Callable[[], Awaitable[Opened]]
) -> Opened:
    """Sign in; with an Idempotency-Key the same session again, for as long as it lives.

    There is no person yet whose key it could be: it belongs to whoever sends the same
    credentials, of which only a keyed hash is kept.
    """
    typed = json.dumps(call.body, sort_keys=True)
    once = repeatable(request, call, bucket_of(call.context, "signing-in", typed))
    if once is None:
        return await sign_in()
    database = database_of(request)
    earlier = await database.read(lambda uow: _still_open(uow, call.context, once))
    if earlier is not None:
        return earlier
    opened = await sign_in()
    kept = Answer(CREATED, json.dumps({"token": opened.token, "body": opened.body}))
    await database.run(lambda uow: once.keep(uow, call, kept))
    return opened


def session_answer(request: web.Request, kind: str, opened: Opened) -> web.Response:
    """201 with the cookie."""
    response = web.json_response(opened.body, status=CREATED)
    set_cookie(request, response, SESSION[kind], opened.token)
    return response


async def leave_session(request: web.Request, call: Call, kind: str) -> web.Response:
    """End the session; harmless when there is none."""
    token = cookie_of(request, SESSION[kind]) or ""
    await database_of(request).run(lambda uow: sign_out(uow, call.context, token))
    response = web.Response(status=204)
    end_session_cookie(request, response, kind)
    return response


def _still_open(uow: UnitOfWork, context: Context, once: Repeatable) -> Opened | None:
    earlier = once.known(uow)
    if earlier is None:
        return None
    kept = json.loads(earlier.text)
    if resume(uow, context, kept["token"]) is None:
        return None
    return Opened(kept["token"], kept["body"])
