"""``reitti serve``: the web application and, on a loopback port, the actions that Rasa calls."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.cli.parsers import Parsers
from bot.content import ContentError
from bot.logs import set_up
from bot.persistence.keys import KeyFileError
from bot.persistence.turning import check_keys
from bot.settings import Settings

SECRET_LENGTH = 16


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("serve", help="run the web application and the actions")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve until a signal comes; 1 with one clear line when it can't start."""
    # The other commands start quicker without the web server and Rasa's SDK.
    from bot.serving import serve  # noqa: PLC0415

    set_up(settings.log_level, settings.log_format)
    if len(settings.rasa_secret) < SECRET_LENGTH:
        print("REITTI_RASA_SECRET must have 16 characters at least", file=sys.stderr)
        return 1
    try:
        check_keys(settings)
        asyncio.run(serve(settings))
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    except KeyFileError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The service can't start: {error.strerror}", file=sys.stderr)
        return 1
    return 0
