"""A copy of all rows in one file, and back into an empty database of either kind.

The copy is taken in one transaction that only reads, so the service goes on meanwhile.
The whole file is sealed: it is worth nothing without the key file, which is not in it and
must be kept elsewhere. Rasa's tracker is not in it: it holds the last two turns.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.persistence.engines import is_sqlite, postgres_engine, sqlite_engine
from bot.persistence.migrate import newest_revision
from bot.persistence.repositories.people import client_of
from bot.persistence.repositories.trail import SqlTrail
from bot.persistence.sealed_file import OtherKey, SealedReader, SealedWriter, is_sealed
from bot.persistence.sealing import SealBroken, Sealer
from bot.persistence.tables import client, metadata
from bot.settings import Settings

T = TypeVar("T")
FORMAT = 1
_BATCH = 500


class BackupRefused(Exception):
    """The copy can't be made or read back; the text says why in one line."""


def write_backup(settings: Settings, path: Path) -> int:
    """Write the file, for its owner alone; how many rows are in it."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupRefused("There is such a file already; a backup overwrites none") from None
    try:
        with os.fdopen(handle, "wb") as raw:
            sealed = SealedWriter(raw, settings.key_file)
            with gzip.open(cast("BinaryIO", sealed), "wt", encoding="utf-8") as file:
                rows = _in_transaction(settings, lambda it: _dump(it, file), writes=False)
            sealed.close()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return rows


def read_backup(settings: Settings, path: Path) -> int:
    """Put everything back, or nothing; how many rows there were."""
    sealer = Sealer.from_file(settings.key_file)
    try:
        with _opened(path, settings.key_file) as file:
            return _in_transaction(settings, lambda it: _load(it, file, sealer), writes=True)
    except OtherKey as error:
        raise BackupRefused("The backup was made under another key file") from error
    except (gzip.BadGzipFile, zlib.error, EOFError, ValueError, KeyError) as error:
        raise BackupRefused("The file is no backup, or it is damaged") from error


@contextmanager
def _opened(path: Path, key_file: Path) -> Iterator[TextIO]:
    """The lines of the file; copies of earlier programs were only packed."""
    with path.open("rb") as raw:
        packed = cast("BinaryIO", SealedReader(raw, key_file)) if is_sealed(path) else raw
        with gzip.open(packed, "rt", encoding="utf-8") as file:
            yield file


def _in_transaction(settings: Settings, work: Callable[[Connection], T], *, writes: bool) -> T:
    if is_sqlite(settings.database_url):
        engine = sqlite_engine(settings.database_url, read_only=not writes)
        try:
            with engine.begin() as connection:
                return work(connection)
        finally:
            engine.dispose()

    async def on_server() -> T:
        server = postgres_engine(settings.database_url, pool_size=1)
        steady = server.execution_options(isolation_level="REPEATABLE READ")
        try:
            async with steady.begin() as connection:
                return await connection.run_sync(work)
        finally:
            await server.dispose()

    return asyncio.run(on_server())


def _dump(connection: Connection, file: TextIO) -> int:
    head = {"reitti": FORMAT, "revision": newest_revision()}
    file.write(json.dumps(head) + "\n")
    count = 0
    for table in metadata.sorted_tables:
        for row in connection.execute(sa.select(table)).mappings():
            values = [_out(row[column.name]) for column in table.columns]
            file.write(json.dumps([table.name, *values], ensure_ascii=False) + "\n")
            count += 1
    # Without its last line a file was cut off.
    file.write(json.dumps({"rows": count}) + "\n")
    return count


def _load(connection: Connection, file: TextIO, sealer: Sealer) -> int:
    head = json.loads(file.readline())
    if not isinstance(head, dict) or head.get("reitti") != FORMAT:
        raise ValueError("format")
    if head["revision"] != newest_revision():
        raise BackupRefused("The backup is of another version of this program")
    for table in metadata.sorted_tables:
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise BackupRefused("The database is not empty; a backup is put into a new one")
    count = _insert_all(connection, file)
    _set_counters(connection)
    _check(connection, sealer)
    return count


def _insert_all(connection: Connection, file: TextIO) -> int:
    batch: list[dict[str, Any]] = []
    table: sa.Table | None = None
    count = 0
    for line in _lines(file):
        if isinstance(line, dict):
            if line["rows"] != count:
                raise ValueError("rows")
            break
        if table is None or line[0] != table.name or len(batch) == _BATCH:
            _insert(connection, table, batch)
            table, batch = metadata.tables[line[0]], []
        names = [column.name for column in table.columns]
        batch.append(dict(zip(names, map(_in, line[1:]), strict=True)))
        count += 1
    else:
        raise ValueError("cut off")
    _insert(connection, table, batch)
    return count


def _lines(file: TextIO) -> Iterator[Any]:
    for line in file:
        yield json.loads(line)


def _insert(connection: Connection, table: sa.Table | None, rows: list[dict[str, Any]]) -> None:
    if table is not None and rows:
        connection.execute(sa.insert(table), rows)


def _set_counters(connection: Connection) -> None:
    """PostgreSQL counts rows by itself and has not seen these."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        last = connection.execute(sa.select(sa.func.max(column))).scalar_one()
        name = sa.func.pg_get_serial_sequence(table.name, column.name)
        if last is not None:
            connection.execute(sa.select(sa.func.setval(name, last)))


def _check(connection: Connection, sealer: Sealer) -> None:
    """Keys that fit, and a whole audit trail: else the old database is better than this one."""
    try:
        for row in connection.execute(sa.select(client)).mappings():
            client_of(row, sealer)
    except SealBroken as error:
        raise BackupRefused("The backup was made under another key file") from error
    broken = SqlTrail(connection, sealer).broken_at()
    if broken is not None:
        raise BackupRefused(f"The audit trail of the backup does not hold at row {broken}")


def _out(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, dt.datetime):
        return {"time": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    return value


def _in(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    if kind == "bytes":
        return base64.b64decode(text)
    if kind == "time":
        return dt.datetime.fromisoformat(text)
    return dt.date.fromisoformat(text)
