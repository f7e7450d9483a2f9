"""What the commands share that work on the database, also while the service runs."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import sys
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.bootstrap import Content, build_context, load_content
from bot.casework.context import Context
from bot.casework.errors import Refused
from bot.casework.ports import UnitOfWork
from bot.casework.ports.scope import EVERYBODY, seeing
from bot.content import ContentError
from bot.persistence.backup import BackupRefused
from bot.persistence.database import open_database, sync_run
from bot.persistence.installing import install
from bot.persistence.keys import KeyFileError
from bot.persistence.migrate import Standing, standing
from bot.settings import Settings

T = TypeVar("T")
Command = Callable[[argparse.Namespace, Settings], int]
UseCase = Callable[[UnitOfWork, Context], T]
# Operators read English; the sentences are those that the pages show.
LANGUAGE = "en"


class NotReady(Exception):
    """The database is not in a state to work on; the text says what to do."""


def command(run: Command) -> Command:
    """Turn what a command refuses into one line and the exit code 1."""

    @wraps(run)
    def guarded(arguments: argparse.Namespace, settings: Settings) -> int:
        try:
            return run(arguments, settings)
        except Refused as refusal:
            texts = load_content(settings).texts
            line = texts.say(LANGUAGE, f"error.{refusal.key}", **refusal.params)
        except ContentError as error:
            line = "; ".join(error.problems)
        except (NotReady, BackupRefused, KeyFileError) as error:
            line = str(error)
        except (SQLAlchemyError, OSError) as error:
            # Without its text, which may hold values or the password of the URL.
            line = f"The database does not answer ({type(error).__name__})"
        print(line, file=sys.stderr)
        return 1

    return guarded


def prepare_database(settings: Settings) -> None:
    """Make the tables of a new database. One that is behind is not touched: the service that
    runs on it may not know the newer tables yet."""
    state = standing(settings)
    if state is Standing.BEHIND:
        raise NotReady("The database is of an earlier version: run reitti migrate")
    if state is Standing.UNKNOWN:
        raise NotReady("The database is of a later version than this program")
    if state is Standing.EMPTY:
        make_database(settings)


def make_database(settings: Settings) -> None:
    """The key file and the newest tables."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    install(settings)


def work(settings: Settings, use_case: UseCase[T], content: Content | None = None) -> T:
    """One use case in one transaction."""
    prepare_database(settings)
    context = build_context(settings, content)
    return sync_run(settings, lambda uow: use_case(uow, context))


def look(settings: Settings, use_case: Callable[[UnitOfWork], T]) -> T:
    """Read only: holds up nobody who writes, however long it takes."""
    prepare_database(settings)

    async def once() -> T:
        database = open_database(settings)
        try:
            with seeing(EVERYBODY):
                return await database.read(use_case)
        finally:
            await database.close()

    return asyncio.run(once())


def release_date(text: str) -> dt.date | None:
    """An argument: a date, or "unknown"."""
    return None if text == "unknown" else dt.date.fromisoformat(text)
