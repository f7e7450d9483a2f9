"""Staff sign in; the role and the county or prison come with the account."""

from __future__ import annotations

from aiohttp import web

from bot.casework.actor import Actor
from bot.casework.people import Session
from bot.casework.ports import UnitOfWork
from bot.casework.services.sessions import set_language
from bot.web.access import STAFF
from bot.web.api.body import Json
from bot.web.api.call import Call, database_of
from bot.web.api.operation import Operation
from bot.web.api.signing_in import Opened, leave_session, opened_once, session_answer
from bot.web.cookies import BROWSER, cookie_of, known_marks
from bot.web.sign_in import sign_in_staff

KIND = "staff"


async def sign_in(request: web.Request, call: Call) -> web.Response:
    """Sign in with username, password and, where it is set up, a one-time code."""

    async def once() -> Opened:
        body, browser = call.body, cookie_of(request, BROWSER)
        signed = await sign_in_staff(
            database_of(request),
            call.context,
            body["username"],
            body["password"],
            body.get("totp") or None,
            browser,
            body.get("lang"),
            known_marks(request),
        )
        if signed.refused is not None:
            raise signed.refused
        if signed.user is None or signed.session is None:
            raise AssertionError("signed in as nobody")
        return Opened(signed.token, _shown(signed.user.actor(), signed.session))

    return session_answer(request, KIND, await opened_once(request, call, once))


def show_session(uow: UnitOfWork, call: Call) -> Json:  # noqa: ARG001 - nothing to look up
    """Whose session this is, and the token that a browser sends with a change."""
    return _shown(call.actor, call.session)


def change_language(uow: UnitOfWork, call: Call) -> Json:
    """Another language, for this session."""
    lang = call.body["lang"]
    if call.session is not None:
        set_language(uow, call.context, call.session, lang)
    return {**show_session(uow, call), "lang": lang}


async def leave(request: web.Request, call: Call) -> web.Response:
    """Sign out."""
    return await leave_session(request, call, KIND)


def _shown(actor: Actor, session: Session | None) -> Json:
    return {
        "id": actor.id,
        "name": actor.name,
        "role": actor.role.value,
        "county": actor.county,
        "prison": actor.prison,
        "rights": sorted(right.value for right in actor.rights),
        "lang": session.lang if session is not None else None,
        "csrf": session.csrf if session is not None else None,
    }


_PATH = "/api/v1/staff/session"
OPERATIONS = [
    Operation("POST", _PATH, sign_in, STAFF, "StaffSession", 201, "StaffSignIn", public=True),
    Operation("GET", _PATH, show_session, STAFF, "StaffSession", reads=True),
    Operation("PATCH", _PATH, change_language, STAFF, "StaffSession", body="Language"),
    Operation("DELETE", _PATH, leave, STAFF, "Nothing", 204),
]
