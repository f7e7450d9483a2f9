"""Signing in and out of all staff, and the language of their pages."""

from __future__ import annotations

import secrets

from aiohttp import web

from bot.casework.actor import Right, Role
from bot.casework.errors import Refused
from bot.casework.services.sessions import check_language, set_language, sign_out
from bot.web.cookies import (
    BROWSER,
    LANGUAGE,
    SESSION,
    YEAR,
    cookie_of,
    end_session_cookie,
    known_marks,
    remember_mark,
    set_cookie,
)
from bot.web.errors import STAFF_PAGES, sentence
from bot.web.keys import SETTINGS, VISITOR
from bot.web.sign_in import sign_in_staff
from bot.web.staff import Blank, db_of, see_other, staff_page, typed_form

HOMES = {Role.SOCIAL_WORKER: "/desk", Role.PRISON_STAFF: "/prison", Role.LEADER: "/leader"}
# Where a member of the prison staff begins: with the first of these that they may do.
PRISON_HOMES = (
    (Right.APPROVE, "/prison"),
    (Right.ALERTS, "/prison/alerts"),
    (Right.CODES, "/prison/codes"),
)


async def home(request: web.Request) -> web.StreamResponse:
    """The sign-in form; whoever is signed in goes on to their own pages."""
    actor = request[VISITOR].actor
    if actor is None:
        return _form(request, Blank())
    if actor.role is Role.PRISON_STAFF:
        path = next((path for right, path in PRISON_HOMES if right in actor.rights), None)
    else:
        path = HOMES.get(actor.role)
    if path is None:
        return staff_page(request, "socialwork/no_pages.html")
    return see_other(path)


async def enter(request: web.Request) -> web.StreamResponse:
    """Sign in; what is wrong is said above the form, which keeps the username."""
    form = await typed_form(request)
    db, context = db_of(request)
    browser = cookie_of(request, BROWSER) or secrets.token_urlsafe(16)
    found = await sign_in_staff(
        db,
        context,
        form["username"],
        form["password"],
        form["totp"].strip() or None,
        browser,
        request[VISITOR].lang,
        known_marks(request),
    )
    if found.refused is not None:
        response: web.StreamResponse = _form(request, form, found.refused)
    else:
        response = see_other("/staff")
        await end_before(request)
        set_cookie(request, response, SESSION["staff"], found.token)
        remember_mark(request, response, found.mark)
    set_cookie(request, response, BROWSER, browser, YEAR)
    return response


async def end_before(request: web.Request) -> None:
    """A sign-in over another one ends that one."""
    db, context = db_of(request)
    token = cookie_of(request, SESSION["staff"])
    if token:
        await db.run(lambda uow: sign_out(uow, context, token))


async def leave(request: web.Request) -> web.StreamResponse:
    """Sign out; a second press is harmless."""
    db, context = db_of(request)
    token = cookie_of(request, SESSION["staff"]) or ""
    await db.run(lambda uow: sign_out(uow, context, token))
    response = see_other("/staff")
    end_session_cookie(request, response, "staff")
    return response


async def alive(request: web.Request) -> web.StreamResponse:  # noqa: ARG001
    """Somebody is writing: the guard has noted it, and the session goes on."""
    return web.Response(status=204)


async def language(request: web.Request) -> web.StreamResponse:
    """The language of the pages: of this session, and of the sign-in form next time."""
    form = await typed_form(request)
    db, context = db_of(request)
    chosen, session = check_language(form["lang"]), request[VISITOR].session
    if session is not None:
        await db.run(lambda uow: set_language(uow, context, session, chosen))
    response = see_other(_back(form["back"]))
    set_cookie(request, response, LANGUAGE, chosen, YEAR)
    return response


def _form(request: web.Request, form: Blank, refusal: Refused | None = None) -> web.Response:
    error = sentence(request, refusal.key, **refusal.params) if refusal else ""
    status = refusal.status if refusal else 200
    return staff_page(
        request,
        "socialwork/sign_in.html",
        status=status,
        typed=form,
        error=error,
        by_provider=bool(request.config_dict[SETTINGS].oidc_issuer),
    )


def _back(path: str) -> str:
    """Only to a page of the staff: an address of elsewhere would lead people away."""
    ours = path.startswith(STAFF_PAGES) and "//" not in path
    return path if ours and path.isascii() and path.isprintable() else "/staff"
