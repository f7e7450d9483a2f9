"""Rasa's memory beside ours: rows that only a retired key would open.

Rasa seals them itself (bot/rasa_components/sealing.py), under ids that come from the key, so
they can't be sealed anew from here. They hold the last two turns; the interview is casework's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, make_url

from bot.persistence.engines import is_sqlite, postgres_engine, sqlite_engine
from bot.persistence.sealing import key_name
from bot.settings import Settings

_TRACKER = sa.table("rasa_tracker", sa.column("id", sa.Text), sa.column("sealed", sa.LargeBinary))


def drop_tracker_rows(settings: Settings, keep: Collection[str]) -> int:
    """Remove what is sealed under other keys than these; how many rows."""

    def drop(connection: Connection) -> int:
        if not sa.inspect(connection).has_table(_TRACKER.name):
            return 0
        rows = connection.execute(sa.select(_TRACKER)).all()
        gone = [row.id for row in rows if key_name(bytes(row.sealed)) not in keep]
        for row_id in gone:
            connection.execute(sa.delete(_TRACKER).where(_TRACKER.c.id == row_id))
        return len(gone)

    url = settings.tracker_url
    if not is_sqlite(url):
        return asyncio.run(_on_server(url, drop))
    if not Path(make_url(url).database or "").is_file():
        return 0
    engine = sqlite_engine(url)
    try:
        with engine.begin() as connection:
            return drop(connection)
    finally:
        engine.dispose()


async def _on_server(url: str, drop: Callable[[Connection], int]) -> int:
    server = postgres_engine(url, pool_size=1)
    try:
        async with server.begin() as connection:
            return await connection.run_sync(drop)
    finally:
        await server.dispose()
