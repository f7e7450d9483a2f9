"""Brings the tables of a database up to the newest revision, or makes them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection

from bot.persistence.engines import is_sqlite, postgres_engine, sqlite_engine
from bot.settings import Settings

# Beside Rasa's own table in the same database, so not alembic's usual name.
VERSION_TABLE = "reitti_version"
# Any fixed number: of two processes that upgrade at once, one waits for the other.
_UPGRADE_LOCK = 7_225_440


def upgrade(settings: Settings) -> None:
    """Run what is missing, in one transaction: all of it happens, or nothing."""
    if is_sqlite(settings.database_url):
        engine = sqlite_engine(settings.database_url)
        try:
            with engine.begin() as connection:
                _upgrade(connection)
        finally:
            engine.dispose()
    else:
        asyncio.run(_upgrade_postgres(settings.database_url))


async def _upgrade_postgres(database_url: str) -> None:
    engine = postgres_engine(database_url, pool_size=1)
    try:
        async with engine.begin() as connection:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
