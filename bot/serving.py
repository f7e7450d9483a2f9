"""One process: the web application and, on a loopback port, the actions that Rasa calls."""

from __future__ import annotations

import asyncio
import logging
import signal

from aiohttp import web

from actions.server import create_actions_app
from actions.wiring import wire
from bot.bootstrap import build_context, load_content
from bot.persistence.database import open_database
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.keys import DRAINING
from bot.web.metrics import create_metrics_app

logger = logging.getLogger(__name__)

# Who stops this process waits ten seconds. Turns under way get most of it; the actions go
# on meanwhile, for those turns need them, and have little left to do then.
FINISH_TURNS = 7.0
FINISH_ACTIONS = 1.0


async def serve(settings: Settings) -> None:
    """Serve until a signal comes; raises ContentError or OSError when it can't start."""
    content = load_content(settings)
    context = build_context(settings, content)
    database = open_database(settings)
    wire(database, context)
    service = create_app(settings, database, context, content)
    # An access log would hold the addresses of persons' pages, and what staff search for.
    pages = web.AppRunner(service, access_log=None, shutdown_timeout=FINISH_TURNS)
    actions = web.AppRunner(
        create_actions_app(settings.rasa_secret), access_log=None, shutdown_timeout=FINISH_ACTIONS
    )
    figures = web.AppRunner(create_metrics_app(service), access_log=None, shutdown_timeout=0)
    runners = (pages, actions, figures)
    try:
        for runner in runners:
            await runner.setup()
        await web.TCPSite(actions, "127.0.0.1", settings.actions_port).start()
        if settings.metrics_port:
            await web.TCPSite(figures, settings.metrics_host, settings.metrics_port).start()
        await web.TCPSite(pages, settings.host, settings.port).start()
        await _until_signal()
        await _drain(service, settings.drain_seconds)
    finally:
        for runner in runners:
            await runner.cleanup()
        await database.close()


async def _drain(service: web.Application, seconds: int) -> None:
    """Say that this process stops, and serve on until the balancer has seen it."""
    service[DRAINING].set()
    logger.info("stopping")
    await asyncio.sleep(seconds)


async def _until_signal() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
