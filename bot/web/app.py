"""The web application: the three faces and the JSON API, on one set of use cases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from bot.bootstrap import Content
from bot.casework.context import Context
from bot.casework.ports import Database
from bot.settings import Settings
from bot.web import api, cell, health, leader, prison, socialwork
from bot.web.access import ACCESS, NOBODY_SIGNED_IN, Route, add_routes
from bot.web.conversation import running
from bot.web.delivering import delivering
from bot.web.errors import answer_errors
from bot.web.escalating import escalating
from bot.web.forgetting import forgetting
from bot.web.guard import guard
from bot.web.headers import add_headers
from bot.web.keys import (
    CONTEXT,
    COUNTIES,
    DATABASE,
    DRAINING,
    PHONES,
    RASA,
    SETTINGS,
    STATIC,
    TEXTS,
)
from bot.web.meeting_clock import meeting_clock
from bot.web.metrics import METRICS, Metrics
from bot.web.quiet_logs import keep_requests_out_of_logs
from bot.web.rasa_client import RasaClient
from bot.web.render import FACES, TEMPLATES, template_environment
from bot.web.reordering import reordering
from bot.web.socialwork.routes import FEED
from bot.web.static_files import StaticFiles

HERE = Path(__file__).parent
# 20,000 characters of any script, escaped as a form escapes them, and the fields around them.
# No more: looking for danger takes time for every character, and all others wait meanwhile.
MAX_BODY = 256 * 1024


def create_app(
    settings: Settings, database: Database, context: Context, content: Content
) -> web.Application:
    """The application. Who opened the database closes it."""
    keep_requests_out_of_logs()
    metrics = Metrics()
    # Outermost first: errors become answers, the guard stands before every handler.
    app = web.Application(
        middlewares=[metrics.count, answer_errors, guard], client_max_size=MAX_BODY
    )
    app[METRICS] = metrics
    app[DRAINING] = asyncio.Event()
    app[SETTINGS] = settings
    app[DATABASE] = database
    app[CONTEXT] = context
    app[TEXTS] = content.texts
    app[COUNTIES] = content.counties
    app[PHONES] = content.phones
    app[TEMPLATES] = template_environment()
    app[STATIC] = StaticFiles([HERE / face / "static" for face in FACES])
    app[ACCESS] = {}
    app[RASA] = RasaClient(
        settings.rasa_ports, settings.rasa_secret, settings.rasa_timeout, metrics.turn
    )
    app.on_response_prepare.append(add_headers)
    app.cleanup_ctx.append(_conversation)
    app.cleanup_ctx.append(delivering)
    app.cleanup_ctx.append(escalating)
    app.cleanup_ctx.append(forgetting)
    app.cleanup_ctx.append(meeting_clock)
    app.cleanup_ctx.append(reordering)
    static = Route("GET", "/static/{mark}/{name}", app[STATIC].serve, NOBODY_SIGNED_IN, public=True)
    add_routes(app, [static, *health.ROUTES, FEED])
    for face in (cell, socialwork, prison, leader, api):
        add_routes(app, face.ROUTES)
    return app


async def _conversation(app: web.Application) -> AsyncIterator[None]:
    await app[RASA].open()
    async with running(app):
        yield
    await app[RASA].close()
