"""Whether the parts work; for the supervisor and for monitoring. No person's data."""

from __future__ import annotations

from aiohttp import web

from bot.web.access import NOBODY_SIGNED_IN, Route
from bot.web.keys import DATABASE, RASA


async def live(_request: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"status": "live"})


async def ready(request: web.Request) -> web.Response:
    """The database answers. Rasa is named and not waited for: without it messages are still
    taken and kept, and danger is still seen."""
    database = await request.app[DATABASE].healthy()
    rasa = await request.app[RASA].healthy()
    parts = {"database": database, "rasa": rasa}
    return web.json_response({"status": parts}, status=200 if database else 503)


ROUTES = [
    Route("GET", "/health/live", live, NOBODY_SIGNED_IN, public=True),
    Route("GET", "/health/ready", ready, NOBODY_SIGNED_IN, public=True),
]
