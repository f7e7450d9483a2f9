"""``reitti export``: everything kept of one person, as JSON, to be handed to that person."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from bot.casework.actor import SYSTEM
from bot.casework.services.person_export import export_person
from bot.cli.parsers import Parsers
from bot.cli.working import NotReady, command, work
from bot.settings import Settings


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "export", help="everything kept of one person, for that person", description=__doc__
    )
    parser.add_argument("--client", required=True, metavar="ID")
    parser.add_argument("file", type=Path, help="a new file; it must not exist")
    parser.set_defaults(run=run)


@command
def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the file, for its owner alone; the audit trail notes it."""
    if arguments.file.exists():
        raise NotReady("There is such a file already; an export overwrites none")
    told = work(
        settings, lambda uow, context: export_person(uow, context, SYSTEM, arguments.client)
    )
    handle = os.open(arguments.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=2)
    print(f"Wrote {arguments.file.name}: it holds the person's own words")
    return 0
