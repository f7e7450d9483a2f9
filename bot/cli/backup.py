"""``reitti backup``: a copy of all rows in one file, while the service runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli.parsers import Parsers
from bot.cli.working import command, prepare_database
from bot.persistence.backup import write_backup
from bot.settings import Settings


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "backup", help="copy the database into a file", description=__doc__
    )
    parser.add_argument("file", type=Path, help="a new file; it must not exist")
    parser.set_defaults(run=run)


@command
def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the file."""
    prepare_database(settings)
    rows = write_backup(settings, arguments.file)
    print(f"Copied {rows} rows. The key file is not in it: keep {settings.key_file} elsewhere")
    return 0
