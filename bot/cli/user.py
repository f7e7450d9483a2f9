"""``reitti user``: accounts of staff. Passwords come by standard input, never as arguments."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

import pyotp

from bot.bootstrap import load_content
from bot.casework.actor import SYSTEM, Actor, Right, Role
from bot.casework.context import Context
from bot.casework.people import StaffUser
from bot.casework.ports import UnitOfWork
from bot.casework.services import account_changes
from bot.casework.services.accounts import STAFF_ROLES, add_user, check_password
from bot.cli.parsers import Parsers
from bot.cli.working import command, work
from bot.persistence.hashing import Argon2Hasher
from bot.settings import Settings

Change = Callable[[UnitOfWork, Context, Actor, str], StaffUser]
# What needs no more than the account's name, and what is said when it is done.
CHANGES: dict[str, tuple[Change, str, str]] = {
    "shut": (account_changes.shut, "close an account and end its sessions", "Shut"),
    "open": (account_changes.reopen, "open an account that was shut", "Opened"),
    "revoke-sessions": (account_changes.revoke_sessions, "sign the account out everywhere",
                        "Signed out"),
    "unlock": (account_changes.unlock, "forget the failed tries of strangers", "Unlocked"),
}  # fmt: skip


def add_parser(commands: Parsers) -> None:
    """Describe the commands."""
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
    for verb, (_, helped, _done) in CHANGES.items():
        parser = verbs.add_parser(verb, help=helped)
        parser.add_argument("--username", required=True)
        parser.set_defaults(run=change)
    parser = verbs.add_parser("password", help="give an account a new password")
    parser.add_argument("--username", required=True)
    parser.add_argument("--password-stdin", required=True, action="store_true")
    parser.set_defaults(run=new_password)
    parser = verbs.add_parser("totp", help="give an account a new authenticator; prints it once")
    parser.add_argument("--username", required=True)
    parser.set_defaults(run=new_totp)


def _rights(text: str) -> list[Right]:
    return [Right(part.strip()) for part in text.split(",") if part.strip()]


def _hashed(username: str) -> str:
    password = check_password(sys.stdin.readline().rstrip("\r\n"), username)
    # The slow hash comes first: no transaction waits for it.
    return Argon2Hasher().hash(password)


@command
def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add the account."""
    content = load_content(settings)
    hashed = _hashed(arguments.username)
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
    _print_totp(user, totp_secret)
    return 0


@command
def change(arguments: argparse.Namespace, settings: Settings) -> int:
    """Shut, open, sign out or unlock the account."""
    act, _, done = CHANGES[arguments.verb]
    user = work(settings, lambda uow, context: act(uow, context, SYSTEM, arguments.username))
    print(f"{done}: {user.username}")
    return 0


@command
def new_password(arguments: argparse.Namespace, settings: Settings) -> int:
    """A new password; the account is signed out everywhere."""
    name, hashed = arguments.username, _hashed(arguments.username)
    user = work(
        settings,
        lambda uow, context: account_changes.set_password(uow, context, SYSTEM, name, hashed),
    )
    print(f"New password: {user.username}")
    return 0


@command
def new_totp(arguments: argparse.Namespace, settings: Settings) -> int:
    """A new authenticator; the account is signed out everywhere."""
    name, secret = arguments.username, pyotp.random_base32()
    user = work(
        settings, lambda uow, context: account_changes.set_totp(uow, context, SYSTEM, name, secret)
    )
    _print_totp(user, secret)
    return 0


def _print_totp(user: StaffUser, secret: str | None) -> None:
    if secret is not None:
        address = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name="Reitti")
        print(f"For the authenticator, shown this once: {address}")
