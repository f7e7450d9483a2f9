"""``reitti migrate``: the key file and the newest tables, or what is missing of them."""

from __future__ import annotations

import argparse

from bot.cli.parsers import Parsers
from bot.cli.working import NotReady, command, make_database
from bot.persistence.migrate import UnknownRevision, downgrade
from bot.settings import Settings


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("migrate", help="make or renew the tables of the database")
    parser.add_argument(
        "--back-to",
        metavar="REVISION",
        help="undo what came after that revision, before an earlier program is started again",
    )
    parser.set_defaults(run=run)


@command
def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring the database up to date; nothing happens when it is."""
    if arguments.back_to is not None:
        return _back(settings, arguments.back_to)
    make_database(settings)
    print("The database is up to date")
    return 0


def _back(settings: Settings, revision: str) -> int:
    try:
        downgrade(settings, revision)
    except UnknownRevision:
        raise NotReady("This program knows no such revision") from None
    print(f"The database is at revision {revision}")
    return 0
