"""``reitti restore``: puts a backup into a new, empty database. Stop the service first."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli.parsers import Parsers
from bot.cli.working import NotReady, command, make_database
from bot.persistence.backup import read_backup
from bot.settings import Settings


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "restore", help="put a backup into an empty database", description=__doc__
    )
    parser.add_argument("file", type=Path)
    parser.set_defaults(run=run)


@command
def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Put everything back, or nothing."""
    if not settings.key_file.exists():
        raise NotReady(f"Put the key file of the backup at {settings.key_file} first")
    if not arguments.file.is_file():
        raise NotReady("There is no such file")
    make_database(settings)
    rows = read_backup(settings, arguments.file)
    print(f"Put back {rows} rows")
    return 0
