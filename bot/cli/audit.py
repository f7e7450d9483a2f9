"""``reitti audit verify``: does each row of the audit trail follow from the one before?"""

from __future__ import annotations

import argparse
import sys

from bot.cli.parsers import Parsers
from bot.cli.working import command, look
from bot.settings import Settings


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    verbs = commands.add_parser("audit", help="the audit trail").add_subparsers(
        dest="verb", required=True
    )
    parser = verbs.add_parser("verify", help="find changed or removed rows", description=__doc__)
    parser.set_defaults(run=run)


@command
def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """0 when the trail is whole; else the number of the first row that does not fit."""
    broken = look(settings, lambda uow: uow.trail.broken_at())
    if broken is not None:
        print(f"The audit trail does not hold together at row {broken}", file=sys.stderr)
        return 1
    print("The audit trail is whole")
    return 0
