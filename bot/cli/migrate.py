"""``reitti migrate``: the key file and the newest tables, or what is missing of them."""

from __future__ import annotations

import argparse

from bot.cli.parsers import Parsers
from bot.cli.working import command, make_database
from bot.settings import Settings


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("migrate", help="make or renew the tables of the database")
    parser.set_defaults(run=run)


@command
def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring the database up to date; nothing happens when it is."""
    make_database(settings)
    print("The database is up to date")
    return 0
