"""``reitti code``: access codes that are handed out on paper."""

from __future__ import annotations

import argparse
import json

from bot.casework.access_code import spaced
from bot.casework.actor import SYSTEM
from bot.casework.context import Context
from bot.casework.ports import UnitOfWork
from bot.casework.services.client_facts import KEEP
from bot.casework.services.codes import client_of_code, issue, revoke
from bot.casework.side_talk import LANGUAGES
from bot.cli.parsers import Parsers
from bot.cli.working import command, release_date, work
from bot.settings import Settings


def add_parser(commands: Parsers) -> None:
    """Describe the commands."""
    verbs = commands.add_parser("code", help="access codes").add_subparsers(
        dest="verb", required=True
    )
    new = verbs.add_parser("issue", help="a code for a new person, or a new code for a known one")
    new.add_argument("--prison", metavar="ID", help="needed for a new person")
    new.add_argument("--county", metavar="ID", help="needed for a new person")
    new.add_argument(
        "--release-date",
        type=release_date,
        default=KEEP,
        metavar="YYYY-MM-DD|unknown",
        help="needed for a new person",
    )
    new.add_argument("--client", metavar="ID", help="the person is known; earlier codes end")
    new.add_argument("--lang", choices=LANGUAGES)
    new.add_argument("--name")
    new.add_argument("--number")
    new.add_argument("--place", metavar='"unit, cell"')
    new.add_argument("--json", action="store_true", help="write the code as JSON")
    new.set_defaults(run=run_issue, wrong_use=new.error)
    back = verbs.add_parser("revoke", help="take back one code, or all codes of a person")
    which = back.add_mutually_exclusive_group(required=True)
    which.add_argument("--code", help="as it stands on the slip")
    which.add_argument("--client", metavar="ID", help="all codes of this person")
    back.set_defaults(run=run_revoke)


@command
def run_issue(arguments: argparse.Namespace, settings: Settings) -> int:
    """Issue the code and write it once: it is kept nowhere."""
    if arguments.client is None:
        missing = [name for name in ("prison", "county") if not getattr(arguments, name)]
        missing += ["release-date"] if arguments.release_date is KEEP else []
        if missing:
            arguments.wrong_use("a new person needs --" + ", --".join(missing))
    issued = work(
        settings,
        lambda uow, context: issue(
            uow,
            context,
            SYSTEM,
            client_id=arguments.client,
            prison=arguments.prison,
            county=arguments.county,
            release_date=arguments.release_date,
            lang=arguments.lang,
            name=arguments.name,
            number=arguments.number,
            place=arguments.place,
        ),
    )
    if arguments.json:
        print(json.dumps({"code": issued.code, "client_id": issued.client.id}))
    else:
        print(f"Code {spaced(issued.code)}, client {issued.client.id}")
    return 0


@command
def run_revoke(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take back the code; whoever is signed in with it is signed out."""

    def take_back(uow: UnitOfWork, context: Context) -> None:
        client_id, code_id = arguments.client, None
        if arguments.code is not None:
            client_id, code_id = client_of_code(uow, context, SYSTEM, arguments.code)
        revoke(uow, context, SYSTEM, client_id, code_id)

    work(settings, take_back)
    print("Revoked")
    return 0
