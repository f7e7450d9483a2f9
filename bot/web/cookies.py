"""The cookies: two for sessions, one for the sign-in form, language and text size."""

from __future__ import annotations

from aiohttp import web

from bot.web.keys import SETTINGS

SESSION = {"client": "reitti_client", "staff": "reitti_staff"}
FORM = "reitti_form"
BROWSER = "reitti_browser"
KNOWN = "reitti_known"
OIDC = "reitti_oidc"
LANGUAGE = "reitti_lang"
TEXT_SIZE = "reitti_text"
# A machine that more people share than that is asked to be patient.
MOST_KNOWN = 20
YEAR = 365 * 24 * 60 * 60


def named(request: web.Request, name: str) -> str:
    """Its name on the wire. Over https it says that no other host and no plain page has set it;
    browsers hold that prefix to its word."""
    return f"__Host-{name}" if request.config_dict[SETTINGS].cookie_secure else name


def cookie_of(request: web.Request, name: str) -> str | None:
    """The value that the browser sent, if any."""
    return request.cookies.get(named(request, name))


def set_cookie(
    request: web.Request,
    response: web.StreamResponse,
    name: str,
    value: str,
    max_age: int | None = None,
    samesite: str = "Strict",
) -> None:
    """A cookie that scripts can't read and other sites don't send."""
    response.set_cookie(
        named(request, name),
        value,
        max_age=max_age,
        path="/",
        httponly=True,
        samesite=samesite,
        secure=request.config_dict[SETTINGS].cookie_secure,
    )


def known_marks(request: web.Request) -> list[str]:
    """Which accounts have signed in with this browser: see staff_sign_in.known_mark."""
    return (cookie_of(request, KNOWN) or "").split(".")[:MOST_KNOWN]


def remember_mark(request: web.Request, response: web.StreamResponse, mark: str) -> None:
    """One more account of this browser, which several may share."""
    if mark:
        marks = [mark, *(known for known in known_marks(request) if known and known != mark)]
        set_cookie(request, response, KNOWN, ".".join(marks[:MOST_KNOWN]), YEAR)


def end_session_cookie(request: web.Request, response: web.StreamResponse, kind: str) -> None:
    """Take the session's cookie away, and what the browser may have kept of the pages."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.del_cookie(
        named(request, SESSION[kind]),
        path="/",
        httponly=True,
        samesite="Strict",
        secure=request.config_dict[SETTINGS].cookie_secure,
    )
