"""How each database is opened: where it is, and what every connection is told."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.persistence.prepared import run_plainly

BUSY_MILLISECONDS = 10_000
_WAL_TRIES = 50


def is_sqlite(database_url: str) -> bool:
    return database_url.startswith("sqlite:")


def postgres_url(database_url: str) -> URL:
    """The URL for asyncpg, which has its own name for ``sslmode``."""
    url = make_url(database_url).set(drivername="postgresql+asyncpg")
    mode = url.query.get("sslmode")
    if mode is None:
        return url
    return url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})


def postgres_engine(database_url: str, *, pool_size: int = 10) -> AsyncEngine:
    return create_async_engine(
        postgres_url(database_url),
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        # Seconds: a server that does not answer is away.
        connect_args={"timeout": 10, "command_timeout": 30},
    )


def sqlite_engine(database_url: str, *, threads: int = 1, read_only: bool = False) -> Engine:
    """An engine on the file; it is made, for its owner alone, if there is none."""
    path = make_url(database_url).database
    if not path:
        raise ValueError("REITTI_DATABASE_URL names no file")
    _make_file(Path(path))
    engine = sa.create_engine(database_url, pool_size=threads, max_overflow=0, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own way begins a transaction only at the first write, so that two
        # who read first overwrite each other in silence. Here SQLAlchemy's "begin" says it.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
            return
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        # What is deleted is overwritten wherever a page is written anyway.
        connection.execute("PRAGMA secure_delete = FAST")

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        run_plainly(connection, "BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers and the writer don't wait for each other. The file remembers it; while
    several processes open a new file at once, SQLite refuses without waiting."""
    for _ in range(_WAL_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            time.sleep(0.05)
    connection.execute("PRAGMA journal_mode = WAL")
