"""The cookies: two for sessions, one for the sign-in form, language and text size."""

from __future__ import annotations

from aiohttp import web

from bot.web.keys import SETTINGS

SESSION = {"client": "reitti_client", "staff": "reitti_staff"}
FORM = "reitti_form"
BROWSER = "reitti_browser"
LANGUAGE = "reitti_lang"
TEXT_SIZE = "reitti_text"
YEAR = 365 * 24 * 60 * 60


def set_cookie(
    request: web.Request,
    response: web.StreamResponse,
    name: str,
    value: str,
    max_age: int | None = None,
) -> None:
    """A cookie that scripts can't read and other sites don't send."""
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=request.config_dict[SETTINGS].cookie_secure,
    )


def end_session_cookie(request: web.Request, response: web.StreamResponse, kind: str) -> None:
    """Take the session's cookie away."""
    response.del_cookie(
        SESSION[kind],
        path="/",
        httponly=True,
        samesite="Strict",
        secure=request.config_dict[SETTINGS].cookie_secure,
    )
