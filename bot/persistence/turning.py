"""Turning the key ring: everything is sealed anew under the current key, in small steps.

Each value names its key, so the work knows by itself what is still to do: it may be stopped
at any moment and begun again. The service goes on meanwhile (see Sealer). What somebody else
changed between reading and writing is left alone and found at the next round.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from bot.persistence.engines import is_sqlite, postgres_engine, sqlite_engine
from bot.persistence.keys import KeyFileError
from bot.persistence.sealed_columns import SealedColumn, sealed_columns
from bot.persistence.sealing import SealBroken, Sealer, key_name
from bot.settings import Settings

T = TypeVar("T")
BATCH = 200


def reseal_all(settings: Settings) -> int:
    """Seal anew whatever is under another key than the current one; how many values."""
    sealer = Sealer.from_file(settings.key_file)
    done = 0
    for column in sealed_columns():
        some = partial(_reseal_some, sealer=sealer, sealed=column)
        while step := _in_transaction(settings, some):
            done += step
    return done


def keys_in_use(settings: Settings) -> Counter[str]:
    """How many values are sealed under each key."""

    def count(connection: Connection) -> Counter[str]:
        found: Counter[str] = Counter()
        for sealed in sealed_columns():
            head = sa.func.substr(sealed.column, 1, 2 + 255)
            rows = connection.execute(sa.select(head).where(sealed.column.is_not(None)))
            found.update(key_name(bytes(row[0])) for row in rows)
        return found

    return _in_transaction(settings, count)


def check_keys(settings: Settings) -> None:
    """Raise KeyFileError if the key file is not the one that this database was sealed with.

    One value of each column is opened: a service that can't read must not begin to write.
    """
    sealer = Sealer.from_file(settings.key_file)

    def check(connection: Connection) -> None:
        for sealed in sealed_columns():
            first = sa.select(sealed.table).where(sealed.column.is_not(None)).limit(1)
            row = connection.execute(first).mappings().first()
            if row is not None:
                sealer.open(row[sealed.column.name], sealed.name, sealed.row(row))

    try:
        _in_transaction(settings, check)
    except SealBroken:
        raise KeyFileError(
            f"The key file {settings.key_file} is not the one that this database was written "
            "with: put the right one back; nothing was changed"
        ) from None


def _reseal_some(connection: Connection, sealer: Sealer, sealed: SealedColumn) -> int:
    """Up to a batch of values of that column; 0 when none is left."""
    column, head = sealed.column, _head_of(sealer.current)
    stale = sa.func.substr(column, 1, len(head)) != head
    query = sa.select(sealed.table).where(column.is_not(None), stale).limit(BATCH)
    rows = list(connection.execute(query).mappings())
    return sum(_reseal(connection, sealer, sealed, row) for row in rows)


def _reseal(connection: Connection, sealer: Sealer, sealed: SealedColumn, row: RowMapping) -> int:
    old = bytes(row[sealed.column.name])
    new = sealer.seal(sealer.open(old, sealed.name, sealed.row(row)), sealed.name, sealed.row(row))
    same = [key == row[key.name] for key in sealed.keys]
    change = sa.update(sealed.table).where(*same, sealed.column == old)
    return connection.execute(change.values({sealed.column.name: new})).rowcount


def _head_of(name: str) -> bytes:
    return bytes([1, len(name)]) + name.encode()


def _in_transaction(settings: Settings, work: Callable[[Connection], T]) -> T:
    if is_sqlite(settings.database_url):
        engine = sqlite_engine(settings.database_url)
        try:
            with engine.begin() as connection:
                return work(connection)
        finally:
            engine.dispose()

    async def on_server() -> T:
        server = postgres_engine(settings.database_url, pool_size=1)
        try:
            async with server.begin() as connection:
                return await connection.run_sync(work)
        finally:
            await server.dispose()

    return asyncio.run(on_server())
