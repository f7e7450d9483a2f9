"""Who sends a request, and whether they may: before any handler runs, deny by default."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.casework.errors import Forbidden, Refused
from bot.casework.ports.scope import EVERYBODY, scope_of, seeing
from bot.casework.services.sessions import Resumed, resume, touch
from bot.web.access import Handler, Route, route_of
from bot.web.cookies import FORM, LANGUAGE, SESSION, cookie_of
from bot.web.keys import CONTEXT, CSRF, DATABASE, TEXTS, TRIED, VISITOR, Visitor

SAFE = ("GET", "HEAD", "OPTIONS")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf"


class NotSignedIn(Refused):
    """No session, or it has ended."""

    status = 401


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let the request through only if its route says so."""
    _check_site(request)
    route = route_of(request)
    if route is None:
        # Unknown paths answer 404, style sheets are everybody's; neither does anything.
        request[VISITOR] = Visitor(language_of(request))
        request[CSRF] = ""
        if request.method not in SAFE:
            raise await _not_found_or_method(request, handler)
        return await handler(request)
    found = await _resumed(request, route.session_kind)
    request[VISITOR] = Visitor(
        lang=found.session.lang if found else language_of(request),
        actor=found.actor if found else None,
        session=found.session if found else None,
    )
    request[CSRF] = found.session.csrf if found else _form_token(request)
    if not route.public:
        await _check_role(request, route, found)
    if request.method not in SAFE:
        await _check_origin(request)
    with seeing(scope_of(request[VISITOR].actor)):
        return await handler(request)


async def _not_found_or_method(request: web.Request, handler: Handler) -> Exception:
    try:
        await handler(request)
    except web.HTTPException as error:
        return error
    return web.HTTPNotFound()


async def _check_role(request: web.Request, route: Route, found: Resumed | None) -> None:
    if found is None:
        other = "staff" if route.session_kind == "client" else "client"
        stranger = await _resumed(request, other)
        if stranger is not None:
            request[TRIED] = stranger.actor
            raise Forbidden("role_may_not")
        raise NotSignedIn("not_signed_in")
    if found.actor.role not in route.roles:
        raise Forbidden("role_may_not")
    if route.right is not None and route.right not in found.actor.rights:
        raise Forbidden("right_missing")


async def _resumed(request: web.Request, kind: str) -> Resumed | None:
    token = cookie_of(request, SESSION[kind])
    if not token:
        return None
    context, database = request.config_dict[CONTEXT], request.config_dict[DATABASE]
    with seeing(EVERYBODY):
        # Only now it comes out who it is.
        found = await database.read(lambda uow: resume(uow, context, token))
    if found is None or found.session.kind != kind:
        return None
    if found.touch_due:
        session = found.session
        await database.run(lambda uow: touch(uow, context, session))
    return found


def language_of(request: web.Request) -> str:
    """Before signing in: the cookie, else what the browser asks for, else Finnish."""
    known = request.config_dict[TEXTS].languages
    chosen = cookie_of(request, LANGUAGE)
    if chosen in known:
        return chosen
    for part in request.headers.get("Accept-Language", "").split(","):
        language = part.split(";")[0].strip().split("-")[0].lower()
        if language in known:
            return language
    return "fi"


def _form_token(request: web.Request) -> str:
    return cookie_of(request, FORM) or secrets.token_urlsafe(24)


def _check_site(request: web.Request) -> None:
    """Another site may lead people here by a link, and do nothing else: no picture, frame or
    script of theirs gets an answer. Browsers that say nothing are held by the cookies' own
    rule (SameSite=Strict)."""
    if request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none"):
        return
    mode, target = (request.headers.get(f"Sec-Fetch-{name}") for name in ("Mode", "Dest"))
    if request.method not in SAFE:
        # The token of the form refuses it, in words that say what to do.
        return
    if mode != "navigate" or target not in (None, "document"):
        raise Forbidden("foreign_site")


async def _check_origin(request: web.Request) -> None:
    """A change that a browser sends carries the form's token and comes from our own page.

    A program sends JSON or no body, and neither Origin nor Sec-Fetch-Site.
    """
    origin = request.headers.get("Origin")
    fetch_site = request.headers.get("Sec-Fetch-Site")
    form = request.content_type in FORM_TYPES and request.can_read_body
    if origin is None and fetch_site is None and not form:
        return
    if origin is not None and _host_of(origin) != request.host:
        raise Forbidden("csrf")
    if fetch_site is not None and fetch_site != "same-origin":
        raise Forbidden("csrf")
    expected = request[CSRF]
    if request[VISITOR].session is None and cookie_of(request, FORM) is None:
        raise Forbidden("csrf")
    given = request.headers.get(CSRF_HEADER, "")
    if not given and form:
        given = str((await _form(request)).get(CSRF_FIELD, ""))
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Forbidden("csrf")


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


async def _form(request: web.Request) -> Mapping[str, object]:
    """The form, here for the first time: handlers find it read. No browser sends one that
    can't be read."""
    try:
        return await request.post()
    except (ValueError, LookupError, HttpProcessingError):
        raise web.HTTPBadRequest from None
