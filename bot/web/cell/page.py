"""What the views of the cell share: a page, the form, the way back, the words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any, TypeVar

from aiohttp import web

from bot.casework.context import Context
from bot.casework.errors import Refused, TooMany
from bot.casework.ports import Database, UnitOfWork
from bot.casework.services.thread import ThreadView, open_thread
from bot.content import Texts
from bot.web.errors import sentence
from bot.web.keys import CONTEXT, COUNTIES, DATABASE, PHONES, TEXTS, VISITOR
from bot.web.looking import look_ahead
from bot.web.render import render
from bot.web.wording import Wording

T = TypeVar("T")

START, CHAT, QUESTION = "/", "/chat", "/chat#question"
# Where a change of language or text size may come back to.
PAGES = frozenset(
    "/ /help /idle /secret /chat /chat/all /crisis /summary /summary/send /sent /list /plan "
    "/meetings /access-log /erase".split()
)
CORRECTING = re.compile(r"/summary/correct/[a-z_]+")
NUMBER = re.compile(r"[0-9]{1,9}")


def show(request: web.Request, page: str, *, status: int = 200, **values: Any) -> web.Response:
    """One of the cell's pages."""
    button = call_button(request) or say(request, "crisis.call_button_default")
    return render(request, f"cell/{page}.html", status=status, call_button=button, **values)


def call_button(request: web.Request) -> str | None:
    """How the call button is named in the prison of the person who is signed in."""
    visitor = request[VISITOR]
    prison = visitor.actor.prison if visitor.actor is not None else None
    return request.config_dict[PHONES].call_button(prison, visitor.lang)


def show_refused(request: web.Request, page: str, refusal: Refused, **values: Any) -> web.Response:
    """The page again, with what was typed and a plain sentence on what to do."""
    response = show(request, page, status=refusal.status, **values)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def why(request: web.Request, refusal: Refused) -> str:
    """The plain sentence of a refusal."""
    return sentence(request, refusal.key, **refusal.params)


def see(path: str) -> web.Response:
    """After a post: go and look at that page."""
    return web.Response(status=303, headers={"Location": path})


async def form_of(request: web.Request) -> dict[str, str]:
    """The form's fields; of a repeated one the last, files are no text."""
    posted = await request.post()
    form = {name: value for name, value in posted.items() if isinstance(value, str)}
    await look_ahead(form.values())
    return form


def number_in(text: str) -> int | None:
    """A number that one of our own pages wrote into a form or an address."""
    return int(text) if NUMBER.fullmatch(text) else None


def message_id(request: web.Request, form: dict[str, str]) -> str:
    """An id that only this person's form leads to: what a form says is anything of any length."""
    drawn = form.get("message_id")
    if not drawn:
        return context(request).ids.new()
    mine = f"{me(request)}\n{drawn}"
    return hashlib.sha256(mine.encode(errors="replace")).hexdigest()[:32]


def way_back(request: web.Request, back: str) -> str:
    """A page of this face, whatever the form says."""
    if back in PAGES or CORRECTING.fullmatch(back):
        return back
    return CHAT if request[VISITOR].actor is not None else START


def me(request: web.Request) -> str:
    """The id of the person who is signed in."""
    return request[VISITOR].signed_in.id


def database(request: web.Request) -> Database:
    """Runs use cases."""
    return request.config_dict[DATABASE]


def context(request: web.Request) -> Context:
    """Clock, ids, content."""
    return request.config_dict[CONTEXT]


async def run(request: web.Request, work: Callable[[UnitOfWork, Context], T]) -> T:
    """One use case that may change something."""
    ctx = context(request)
    return await database(request).run(lambda uow: work(uow, ctx))


async def read(request: web.Request, work: Callable[[UnitOfWork, Context], T]) -> T:
    """One use case that only reads."""
    ctx = context(request)
    return await database(request).read(lambda uow: work(uow, ctx))


def texts(request: web.Request) -> Texts:
    """Every sentence."""
    return request.config_dict[TEXTS]


def say(request: web.Request, key: str, **params: Any) -> str:
    """One sentence in the reader's language."""
    return texts(request).say(request[VISITOR].lang, key, **params)


def wording(request: web.Request) -> Wording:
    """Words for what the assistant said as keys."""
    names = request.config_dict[COUNTIES].names
    return Wording(texts(request), names, request[VISITOR].lang, call_button(request))


def county_name(request: web.Request, county: str) -> str:
    """The county's name in the reader's language."""
    names = request.config_dict[COUNTIES].names.get(county, {})
    return names.get(request[VISITOR].lang, county)


async def thread_of(request: web.Request, *, limit: int | None = None) -> ThreadView:
    """The person's thread; only the very first look at it begins the interview."""
    client_id = me(request)

    def begun(uow: UnitOfWork, ctx: Context) -> ThreadView | None:
        if uow.intakes.get(client_id) is None:
            return None
        return open_thread(uow, ctx, client_id, limit=limit)

    view = await read(request, begun)
    if view is not None:
        return view
    return await run(request, lambda uow, ctx: open_thread(uow, ctx, client_id, limit=limit))


async def or_crisis(request: web.Request, path: str) -> web.Response:
    """Go on to that page, or to the page of the crisis if words have just started one."""
    client_id = me(request)
    known = await read(request, lambda uow, _: uow.intakes.get(client_id))
    return see("/crisis" if known is not None and known[0].in_crisis else path)
