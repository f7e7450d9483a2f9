"""``reitti client set``: another cell, another prison, another day of release."""

from __future__ import annotations

import argparse

from bot.casework.actor import SYSTEM
from bot.casework.services.client_facts import KEEP
from bot.casework.services.codes import set_client
from bot.cli.parsers import Parsers
from bot.cli.working import command, release_date, work
from bot.settings import Settings

FACTS = ("prison", "county", "release_date", "name", "number", "place")


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    verbs = commands.add_parser("client", help="the people in the cells").add_subparsers(
        dest="verb", required=True
    )
    parser = verbs.add_parser("set", help="change what is known of a person", description=__doc__)
    parser.add_argument("--id", required=True)
    parser.add_argument("--prison", default=KEEP, metavar="ID")
    parser.add_argument("--county", default=KEEP, metavar="ID")
    parser.add_argument(
        "--release-date", type=release_date, default=KEEP, metavar="YYYY-MM-DD|unknown"
    )
    parser.add_argument("--name", default=KEEP)
    parser.add_argument("--number", default=KEEP)
    parser.add_argument("--place", default=KEEP, metavar='"unit, cell"')
    parser.set_defaults(run=run, wrong_use=parser.error)


@command
def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Change what is named; the rest stays."""
    facts = {name: getattr(arguments, name) for name in FACTS}
    if all(value is KEEP for value in facts.values()):
        arguments.wrong_use("name something to change")
    meetings = work(
        settings,
        lambda uow, context: set_client(uow, context, SYSTEM, arguments.id, **facts),
    )
    print("Changed")
    for meeting in meetings:
        print(f"Planned in the prison that was left: meeting {meeting}")
    return 0
