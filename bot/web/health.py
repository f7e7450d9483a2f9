"""Whether the parts work; for the supervisor, the balancer and monitoring. No person's data.

Three questions, for they lead to three different acts: is the process alive (else start it
anew), can it take what a person writes (else send people to another one), is everything
well (else call somebody).
"""

from __future__ import annotations

from aiohttp import web

from bot.web.access import NOBODY_SIGNED_IN, Route
from bot.web.keys import DATABASE, DRAINING, RASA


async def live(_request: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"status": "live"})


async def serving(request: web.Request) -> web.Response:
    """The database answers and the process is not about to end. Rasa is not asked: without it
    messages are still taken and kept, and danger is still seen."""
    stopping = request.app[DRAINING].is_set()
    database = not stopping and await request.app[DATABASE].healthy()
    parts = {"database": database, "stopping": stopping}
    return web.json_response({"status": parts}, status=200 if database else 503)


async def ready(request: web.Request) -> web.Response:
    """Everything works: the database, Rasa, what Rasa remembers, and the model it has loaded;
    and the process is not about to end."""
    database = await request.app[DATABASE].healthy()
    parts = {"database": database, **await request.app[RASA].parts()}
    well = all(parts.values()) and not request.app[DRAINING].is_set()
    return web.json_response({"status": parts}, status=200 if well else 503)


ROUTES = [
    Route("GET", "/health/live", live, NOBODY_SIGNED_IN, public=True),
    Route("GET", "/health/serving", serving, NOBODY_SIGNED_IN, public=True),
    Route("GET", "/health/ready", ready, NOBODY_SIGNED_IN, public=True),
]
