"""What the application carries, by typed key; and what a request carries."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.people import Session
from bot.casework.ports import Database
from bot.content import Texts
from bot.content.counties import Counties
from bot.content.phones import Phones
from bot.settings import Settings
from bot.web.rasa_client import RasaClient
from bot.web.static_files import StaticFiles

SETTINGS = web.AppKey("settings", Settings)
DATABASE = web.AppKey("database", Database)
CONTEXT = web.AppKey("context", Context)
COUNTIES = web.AppKey("counties", Counties)
PHONES = web.AppKey("phones", Phones)
TEXTS = web.AppKey("texts", Texts)
RASA = web.AppKey("rasa", RasaClient)
STATIC = web.AppKey("static", StaticFiles)
# Set when the process is about to end: the balancer sends nobody here any more.
DRAINING = web.AppKey("draining", asyncio.Event)


@dataclass(frozen=True)
class Visitor:
    """Who sends this request: nobody yet, or the holder of a session."""

    lang: str
    actor: Actor | None = None
    session: Session | None = None

    @property
    def signed_in(self) -> Actor:
        """The actor; only for routes that name a role."""
        if self.actor is None:
            raise AssertionError("the route lets in visitors without a session")
        return self.actor


VISITOR = web.RequestKey("visitor", Visitor)
# Who was turned away at the door of another face: for the audit trail.
TRIED = web.RequestKey("tried", Actor)
# The token of a form: of the session, or of the sign-in page's cookie.
CSRF = web.RequestKey("csrf", str)
