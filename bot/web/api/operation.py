"""One operation of the API: an address, who may use it, what goes in and what comes out.

The table of operations (routes.py) is where requests are served from, checked against and
documented from (openapi.py): the three can't tell different stories.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

from aiohttp import web

from bot.casework.actor import Right, Role
from bot.casework.errors import Refused
from bot.casework.ports import UnitOfWork
from bot.casework.services.danger_watch import watch_words
from bot.web.access import Route
from bot.web.api.body import Json, checked, read_json, texts_in
from bot.web.api.call import Call, call_of, database_of
from bot.web.api.once import Answer, Repeatable, repeatable
from bot.web.api.shapes import NOTHING, SHAPES
from bot.web.keys import TEXTS, VISITOR
from bot.web.looking import look_ahead

# One use case in one transaction, or (for what needs more than one) a handler of its own.
Work = Callable[[UnitOfWork, Call], Any]
Talk = Callable[[web.Request, Call], Awaitable[web.Response]]
Instead = Callable[[UnitOfWork, Call, Refused], list[Json]]


@dataclass(frozen=True)
class Operation:
    """``body`` names a shape of shapes.py, ``answer`` one of answers.py; ``reads``: the
    transaction changes nothing; ``looks_itself``: its use case looks for danger in the words
    before it does anything else; ``instead``: what else would do, for the refusal, read after
    the refused transaction has been undone."""

    method: str
    path: str
    act: Work | Talk
    roles: frozenset[Role]
    answer: str
    status: int = 200
    body: str = NOTHING
    query: tuple[str, ...] = ()
    right: Right | None = None
    public: bool = False
    reads: bool = False
    looks_itself: bool = False
    instead: Instead | None = None

    @property
    def is_own_way(self) -> bool:
        """Whether it takes more than one transaction."""
        return inspect.iscoroutinefunction(self.act)

    @property
    def repeats(self) -> bool:
        """Whether it takes an Idempotency-Key."""
        return self.method == "POST"

    def route(self) -> Route:
        """What the application registers."""
        return Route(self.method, self.path, self._answer, self.roles, self.right, self.public)

    async def _answer(self, request: web.Request) -> web.Response:
        sent = {} if self.method in ("GET", "DELETE") else await read_json(request)
        call = _in_asked_language(request, call_of(request, sent))
        person = call.visitor is not None and call.visitor.role is Role.CLIENT
        if person:
            await look_ahead(texts_in(call.body))
        try:
            return await self._act(request, call, person=person)
        except Refused as refusal:
            if person:
                await watch_body(request, call)
            await self._say_instead(request, call, refusal)
            raise

    async def _say_instead(self, request: web.Request, call: Call, refusal: Refused) -> None:
        instead = self.instead
        if instead is None:
            return
        found = await database_of(request).read(lambda uow: instead(uow, call, refusal))
        if found:
            refusal.params["free"] = found

    async def _act(self, request: web.Request, call: Call, *, person: bool) -> web.Response:
        checked(call.body, SHAPES[self.body])
        if self.is_own_way:
            if person and not self.looks_itself:
                await watch_body(request, call)
            return await cast(Talk, self.act)(request, call)
        once = repeatable(request, call, call.me) if self.repeats else None
        if person and call.body and not await known(request, once):
            await watch_body(request, call)
        return answer_of(await self._run(request, call, once))

    async def _run(self, request: web.Request, call: Call, once: Repeatable | None) -> Answer:
        act = cast(Work, self.act)

        def work(uow: UnitOfWork) -> Answer:
            earlier = once.known(uow) if once is not None else None
            if earlier is not None:
                return earlier
            answer = Answer(self.status, json.dumps(act(uow, call)))
            if once is not None:
                once.keep(uow, call, answer)
            return answer

        database = database_of(request)
        return await (database.read(work) if self.reads else database.run(work))


def answer_of(answer: Answer, status: int | None = None) -> web.Response:
    """The response; 204 has no body."""
    status = status or answer.status
    if status == 204:
        return web.Response(status=status)
    return web.Response(text=answer.text, status=status, content_type="application/json")


def json_answer(body: Json, status: int = 200) -> Answer:
    """An answer from plain data."""
    return Answer(status, json.dumps(body))


async def known(request: web.Request, once: Repeatable | None) -> Answer | None:
    """The earlier answer to a repeated request."""
    return await database_of(request).read(once.known) if once is not None else None


async def watch_body(request: web.Request, call: Call) -> None:
    """Danger in what a person sends is seen even if the rest of it is refused."""
    words = list(texts_in(call.body))
    if not words:
        return
    await database_of(request).run(lambda uow: watch_words(uow, call.context, call.me, *words))


def _in_asked_language(request: web.Request, call: Call) -> Call:
    """Before signing in, refusals are in the language that the body asks for."""
    lang = call.body.get("lang")
    if call.visitor is not None or lang not in request.config_dict[TEXTS].languages:
        return call
    request[VISITOR] = dataclasses.replace(request[VISITOR], lang=lang)
    return call.in_language(lang)
