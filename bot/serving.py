"""One process: the web application and, on a loopback port, the actions that Rasa calls."""

from __future__ import annotations

import asyncio
import signal

from aiohttp import web

from actions.server import create_actions_app
from actions.wiring import wire
from bot.bootstrap import build_context, load_content
from bot.persistence.database import open_database
from bot.settings import Settings
from bot.web.app import create_app


async def serve(settings: Settings) -> None:
    """Serve until a signal comes; raises ContentError or OSError when it can't start."""
    content = load_content(settings)
    context = build_context(settings, content)
    database = open_database(settings)
    wire(database, context)
    # An access log would hold the addresses of persons' pages, and what staff search for.
    runners = [
        web.AppRunner(create_app(settings, database, context, content), access_log=None),
        web.AppRunner(create_actions_app(settings.rasa_secret), access_log=None),
    ]
    try:
        for runner in runners:
            await runner.setup()
        await web.TCPSite(runners[1], "127.0.0.1", settings.actions_port).start()
        await web.TCPSite(runners[0], settings.host, settings.port).start()
        await _until_signal()
    finally:
        for runner in runners:
            await runner.cleanup()
        await database.close()


async def _until_signal() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
