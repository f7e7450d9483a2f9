"""``reitti purge``: removes what has had its time; meant to run every night."""

from __future__ import annotations

import argparse
import datetime as dt

from bot.bootstrap import load_content
from bot.casework.services.purge import erase_gone, purge
from bot.cli.parsers import Parsers
from bot.cli.working import command, work
from bot.settings import Settings

RETENTION_DAYS = 365


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "purge", help="remove ended codes, sessions and persons long gone", description=__doc__
    )
    parser.add_argument(
        "--retention-days",
        type=_days,
        default=RETENTION_DAYS,
        metavar="N",
        help="erase persons of whom nothing was heard for so long (default %(default)s)",
    )
    parser.set_defaults(run=run)


def _days(text: str) -> int:
    days = int(text)
    if days < 1:
        raise ValueError(text)
    return days


@command
def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Remove, and say how much."""
    content = load_content(settings)
    purged = work(settings, purge, content)
    kept = dt.timedelta(days=arguments.retention_days)
    erased = 0
    # Small transactions: the service goes on meanwhile.
    while batch := work(settings, lambda uow, context: erase_gone(uow, context, kept), content):
        erased += batch
    print(
        f"Removed {purged.codes} codes, {purged.sessions} sessions, {purged.tries} failed tries, "
        f"{purged.answers} kept answers, {purged.drafts} drafts; erased {erased} persons"
    )
    return 0
