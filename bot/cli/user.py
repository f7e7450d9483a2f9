"""``reitti user add``: an account for a member of staff; the password comes by standard input."""

from __future__ import annotations

import argparse
import sys

import pyotp

from bot.bootstrap import load_content
from bot.casework.actor import SYSTEM, Right, Role
from bot.casework.services.accounts import STAFF_ROLES, add_user, check_password
from bot.cli.parsers import Parsers
from bot.cli.working import command, work
from bot.persistence.hashing import Argon2Hasher
from bot.settings import Settings


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    verbs = commands.add_parser("user", help="accounts of staff").add_subparsers(
        dest="verb", required=True
    )
    parser = verbs.add_parser("add", help="add an account", description=__doc__)
    parser.add_argument("--role", required=True, choices=[role.value for role in STAFF_ROLES])
    parser.add_argument("--username", required=True)
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--county", metavar="ID")
    scope.add_argument("--prison", metavar="ID")
    parser.add_argument(
        "--rights",
        type=_rights,
        metavar="approve,codes,alerts",
        help="of prison staff; all three unless named",
    )
    parser.add_argument("--name", help="as other people read it; the username unless given")
    parser.add_argument(
        "--totp", action="store_true", help="with one-time codes; prints the secret once"
    )
    parser.add_argument("--password-stdin", required=True, action="store_true")
    parser.set_defaults(run=run)


def _rights(text: str) -> list[Right]:
    return [Right(part.strip()) for part in text.split(",") if part.strip()]


@command
def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add the account."""
    content = load_content(settings)
    password = check_password(sys.stdin.readline().rstrip("\r\n"))
    # The slow hash comes first: no transaction waits for it.
    hashed = Argon2Hasher().hash(password)
    totp_secret = pyotp.random_base32() if arguments.totp else None
    user = work(
        settings,
        lambda uow, context: add_user(
            uow,
            context,
            SYSTEM,
            role=Role(arguments.role),
            username=arguments.username,
            password_hash=hashed,
            county=arguments.county,
            prison=arguments.prison,
            rights=arguments.rights,
            name=arguments.name,
            totp_secret=totp_secret,
        ),
        content,
    )
    print(f"Added the account {user.username}")
    if totp_secret is not None:
        address = pyotp.TOTP(totp_secret).provisioning_uri(name=user.username, issuer_name="Reitti")
        print(f"For the authenticator, shown this once: {address}")
    return 0
