"""``reitti prison add``: a new prison with one meeting place, open Monday to Friday 9 to 15."""

from __future__ import annotations

import argparse

from bot.bootstrap import load_content
from bot.casework.actor import SYSTEM
from bot.casework.services.escalating import set_escalation
from bot.casework.services.prisons import add_prison
from bot.cli.parsers import Parsers
from bot.cli.working import command, work
from bot.settings import Settings


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    verbs = commands.add_parser("prison", help="prisons").add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("add", help="add a prison", description=__doc__)
    parser.add_argument("--id", required=True, help="small letters, digits, dashes")
    parser.add_argument("--name", required=True)
    parser.add_argument("--place", help="name of the meeting place")
    parser.set_defaults(run=run)
    about = "where alerts go that nobody answers for some minutes; needs REITTI_SMTP_HOST"
    setting = verbs.add_parser("set", help="settings of a prison", description=about)
    setting.add_argument("--id", required=True)
    setting.add_argument("--escalate-to", required=True, metavar="ADDRESS", help="or: nobody")
    setting.set_defaults(run=set_prison)


@command
def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add the prison."""
    content = load_content(settings)
    place = arguments.place or content.texts.say("fi", "setup.first_place")
    prison = work(
        settings,
        lambda uow, context: add_prison(uow, context, SYSTEM, arguments.id, arguments.name, place),
        content,
    )
    print(f"Added the prison {prison.id}")
    return 0


@command
def set_prison(arguments: argparse.Namespace, settings: Settings) -> int:
    """Say where unanswered alerts of the prison go."""
    address = None if arguments.escalate_to == "nobody" else arguments.escalate_to
    work(
        settings,
        lambda uow, context: set_escalation(uow, context, SYSTEM, arguments.id, address),
        load_content(settings),
    )
    print(f"Unanswered alerts of {arguments.id} go to {address or 'nobody'}")
    return 0
