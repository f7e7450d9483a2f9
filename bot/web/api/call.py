"""What a handler of the API gets, and what it gives back."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound
from bot.casework.people import Session
from bot.casework.ports import Database
from bot.content import Texts
from bot.content.phones import Phones
from bot.web.api.body import Json, clean_text
from bot.web.keys import CONTEXT, COUNTIES, DATABASE, PHONES, TEXTS, VISITOR
from bot.web.wording import Wording

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FLAGS = {"true": True, "1": True, "false": False, "0": False}
MOST_ROWS = 200


@dataclass(frozen=True)
class Call:
    """One request, read and checked: safe to hand to the thread of a transaction."""

    context: Context
    texts: Texts
    counties: Mapping[str, Mapping[str, str]]
    phones: Phones
    lang: str
    visitor: Actor | None = None
    session: Session | None = None
    body: Json = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    thing: str = ""

    @property
    def actor(self) -> Actor:
        """Who is signed in; only where the route names a role."""
        if self.visitor is None:
            raise AssertionError("the route lets in visitors without a session")
        return self.visitor

    @property
    def me(self) -> str:
        """The id of whoever is signed in."""
        return self.actor.id

    @property
    def wording(self) -> Wording:
        """Words for what the assistant said as keys."""
        prison = self.visitor.prison if self.visitor is not None else None
        button = self.phones.call_button(prison, self.lang)
        return Wording(self.texts, self.counties, self.lang, button)

    def in_language(self, lang: str) -> Call:
        """The same in another language."""
        return dataclasses.replace(self, lang=lang)

    def flag(self, name: str, default: bool) -> bool:
        """A yes or no of the query."""
        text = self.query.get(name, "").lower()
        if not text:
            return default
        if text not in _FLAGS:
            raise BadInput("field_wrong", field=name)
        return _FLAGS[text]

    def limit(self) -> int:
        """How many rows are asked for."""
        text = self.query.get("limit", "")
        if not text:
            return 50
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_ROWS):
            raise BadInput("field_wrong", field="limit")
        return int(text)


def call_of(request: web.Request, body: Json) -> Call:
    """The call of a request; an address with an id that can't be one leads nowhere."""
    visitor = request[VISITOR]
    thing = request.match_info.get("id", "")
    if "id" in request.match_info and not _ID.fullmatch(thing):
        raise NotFound("not_found")
    return Call(
        context=request.config_dict[CONTEXT],
        texts=request.config_dict[TEXTS],
        counties=request.config_dict[COUNTIES].names,
        phones=request.config_dict[PHONES],
        lang=visitor.lang,
        visitor=visitor.actor,
        session=visitor.session,
        body=body,
        query={name: clean_text(value) for name, value in request.query.items()},
        thing=thing,
    )


def database_of(request: web.Request) -> Database:
    """Runs use cases."""
    return request.config_dict[DATABASE]


def items(rows: list[Any], following: str | None = None) -> Json:
    """A list as the API gives it."""
    return {"items": rows, "next": following}
