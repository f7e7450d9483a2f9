"""Refusals and faults, as a page in plain words or as a problem document (RFC 9457)."""

from __future__ import annotations

import logging

from aiohttp import web

from bot.casework.errors import Refused, TooMany
from bot.casework.ports import DatabaseAway
from bot.casework.ports.scope import EVERYBODY, seeing
from bot.casework.services.drafts import Late, keep_late
from bot.faults import describe
from bot.safety.danger import find_danger
from bot.web.access import Handler, route_of
from bot.web.cookies import SESSION, cookie_of
from bot.web.denials import note_refusal
from bot.web.guard import NotSignedIn
from bot.web.keys import CONTEXT, DATABASE, VISITOR
from bot.web.problems import problem, sentence
from bot.web.render import render

__all__ = ["STAFF_PAGES", "answer_errors", "refused", "sentence"]

logger = logging.getLogger(__name__)

API = "/api/"
STAFF_PAGES = ("/desk", "/prison", "/staff", "/leader")
# The names of the boxes in which a person writes.
BOXES = ("text", "wish")
_TITLES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "role_may_not",
    404: "not_found",
    405: "method",
    409: "wrong_state",
    413: "body_too_large",
    415: "body_no_json",
    422: "bad_input",
    429: "too_many",
    500: "fault",
    503: "away",
}


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what was raised into an answer; nothing of it quotes the request."""
    try:
        return await handler(request)
    except NotSignedIn as refusal:
        if request.path.startswith(API) or request.method not in ("GET", "HEAD"):
            return await _ended(request, refusal)
        return web.Response(status=303, headers={"Location": _sign_in_page(request)})
    except Refused as refusal:
        await note_refusal(request, refusal)
        return refused(request, refusal)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = _answer(request, error.status, _TITLES.get(error.status, "bad_request"))
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except DatabaseAway as error:
        logger.error("%s", describe(error.__cause__ or error))  # noqa: TRY400 - without its text
        return await _away(request)
    except Exception as error:  # noqa: BLE001 - the last net; written down without its text
        route = route_of(request)
        where = f"{request.method} {route.path if route else '?'}"
        logger.error("%s: %s", where, describe(error))  # noqa: TRY400
        return _answer(request, 500, "fault")


async def _away(request: web.Request) -> web.StreamResponse:
    """The database is away: what somebody in a cell has typed stays on the page."""
    if not request.path.startswith(API) and not _is_staff_page(request):
        from bot.web.away import words_stay  # noqa: PLC0415 - its pages import this module

        _be_somebody(request)
        page = await words_stay(request)
        if page is not None:
            return page
    return _answer(request, 503, "away")


async def _ended(request: web.Request, refusal: NotSignedIn) -> web.Response:
    """A change that came after the session: what was typed is kept for the very same person.

    Danger in the words leads to the page that says whom to tell, and whether it alerts anybody:
    nobody can be alerted without knowing for whom.
    """
    if request.path.startswith(API):
        return _answer(request, refusal.status, refusal.key)
    if _is_staff_page(request):
        return _answer(request, refusal.status, "staff_not_signed_in")
    words = await _typed(request)
    if not words:
        return _answer(request, refusal.status, refusal.key)
    late = await _keep_late(request, words)
    if any(find_danger(text) for text in words):
        from bot.web.cell.views_help import help_page  # noqa: PLC0415 - it imports this module

        response = await help_page(request, late.alert)
        response.set_status(refusal.status)
        return response
    return _answer(request, refusal.status, "words_wait" if late.kept else "words_not_kept")


async def _keep_late(request: web.Request, words: list[str]) -> Late:
    """For the very same person alone, who is known by the session that has ended."""
    token = cookie_of(request, SESSION["client"]) or ""
    csrf = str((await request.post()).get("csrf", ""))
    context, database = request.config_dict[CONTEXT], request.config_dict[DATABASE]
    try:
        with seeing(EVERYBODY):
            return await database.run(lambda uow: keep_late(uow, context, token, csrf, words))
    except DatabaseAway as error:
        # Said as it is: the words are lost, and nobody was told.
        logger.error("%s", describe(error.__cause__ or error))  # noqa: TRY400 - without its text
        return Late(kept=False)


async def _typed(request: web.Request) -> list[str]:
    """What was written into the boxes of a form, if it can be read at all."""
    try:
        form = await request.post()
    except (ValueError, LookupError, web.HTTPException):
        return []
    boxes = (form.get(name) for name in BOXES)
    return [text for text in boxes if isinstance(text, str) and text.strip()]


def refused(request: web.Request, refusal: Refused) -> web.Response:
    """The answer to a refusal that no page takes up."""
    response = _answer(request, refusal.status, refusal.key, **refusal.params)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _be_somebody(request: web.Request) -> None:
    """The guard did not get as far as to say who sends this: a visitor, in their language."""
    if VISITOR not in request:
        from bot.web.guard import language_of  # noqa: PLC0415 - the guard imports nothing of this
        from bot.web.keys import CSRF, Visitor  # noqa: PLC0415

        request[VISITOR], request[CSRF] = Visitor(language_of(request)), ""


def _answer(request: web.Request, status: int, key: str, **params: object) -> web.Response:
    _be_somebody(request)
    if request.path.startswith(API):
        return problem(request, status, key, params)
    text = sentence(request, key, **params)
    return render(request, "error.html", status=status, message=text, back=_back(request))


def _sign_in_page(request: web.Request) -> str:
    return "/staff" if _is_staff_page(request) else "/"


def _back(request: web.Request) -> str:
    if request[VISITOR].actor is None:
        return _sign_in_page(request)
    return request.path.rsplit("/", 1)[0] or "/"


def _is_staff_page(request: web.Request) -> bool:
    return request.path.startswith(STAFF_PAGES)
