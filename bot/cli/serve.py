"""``reitti serve``: the web application and, on a loopback port, the actions that Rasa calls."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys

from aiohttp import web

from actions.server import create_actions_app
from actions.wiring import wire
from bot.bootstrap import build_context, load_content
from bot.cli.parsers import Parsers
from bot.content import ContentError
from bot.persistence.database import open_database
from bot.settings import Settings
from bot.web.app import create_app


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("serve", help="run the web application and the actions")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve until a signal comes; 1 with one clear line when it can't start."""
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    # The access log would hold addresses of persons' pages.
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    if len(settings.rasa_secret) < 16:
        print("REITTI_RASA_SECRET must have 16 characters at least", file=sys.stderr)
        return 1
    try:
        asyncio.run(_serve(settings))
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The service can't start: {error.strerror}", file=sys.stderr)
        return 1
    return 0


async def _serve(settings: Settings) -> None:
    content = load_content(settings)
    context = build_context(settings, content)
    database = await open_database(settings)
    wire(database, context)
    runners = [
        web.AppRunner(create_app(settings, database, context, content)),
        web.AppRunner(create_actions_app(settings.rasa_secret)),
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
