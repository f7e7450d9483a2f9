"""Brings the tables of a database up to the newest revision, or makes them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import Enum
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from bot.persistence.engines import is_sqlite, postgres_engine, sqlite_engine
from bot.settings import Settings

# Beside Rasa's own table in the same database, so not alembic's usual name.
VERSION_TABLE = "reitti_version"
# Any fixed number: of two processes that upgrade at once, one waits for the other.
_UPGRADE_LOCK = 7_225_440


class Standing(Enum):
    """How a database stands to the newest tables of this program."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    UNKNOWN = "unknown"


def standing(settings: Settings) -> Standing:
    """Whether the database has no tables, older ones, the newest, or some of a later program."""
    if not is_sqlite(settings.database_url):
        return asyncio.run(_standing_postgres(settings.database_url))
    engine = sqlite_engine(settings.database_url, read_only=True)
    try:
        with engine.begin() as connection:
            return _standing(connection)
    finally:
        engine.dispose()


async def _standing_postgres(database_url: str) -> Standing:
    engine = postgres_engine(database_url, pool_size=1)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(_standing)
    finally:
        await engine.dispose()


def _standing(connection: Connection) -> Standing:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    found = context.get_current_revision()
    if found is None:
        return Standing.EMPTY
    scripts = ScriptDirectory.from_config(_config())
    if found == scripts.get_current_head():
        return Standing.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return Standing.BEHIND if found in known else Standing.UNKNOWN


def upgrade(settings: Settings, to: str = "head") -> None:
    """Run what is missing, in one transaction: all of it happens, or nothing."""
    _move(settings, command.upgrade, to)


def downgrade(settings: Settings, to: str) -> None:
    """Undo what came after that revision, in one transaction; raises UnknownRevision. What only
    newer tables and columns hold is lost."""
    scripts = ScriptDirectory.from_config(_config())
    if to not in {script.revision for script in scripts.walk_revisions()}:
        raise UnknownRevision(to)
    _move(settings, command.downgrade, to)


class UnknownRevision(ValueError):
    """This program knows no such revision."""


def _move(settings: Settings, how: Callable[[Config, str], None], to: str) -> None:
    def work(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        how(config, to)

    if not is_sqlite(settings.database_url):
        asyncio.run(_on_postgres(settings.database_url, work))
        return
    engine = sqlite_engine(settings.database_url)
    try:
        with engine.begin() as connection:
            work(connection)
    finally:
        engine.dispose()


async def _on_postgres(database_url: str, work: Callable[[Connection], None]) -> None:
    engine = postgres_engine(database_url, pool_size=1)
    try:
        async with engine.begin() as connection:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
            await connection.run_sync(work)
    finally:
        await engine.dispose()


def newest_revision() -> str:
    """The revision that this program brings a database to."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise AssertionError("there are migrations")
    return head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
