"""The table that Rasa's sealed rows are kept in, in SQLite or PostgreSQL.

Plain drivers instead of an ORM: one row in, one row out. Everything here blocks,
so the store calls it in threads of its own. After any failure the connection is
thrown away: the next turn tries a new one, and heals without a restart.
"""

# ruff: noqa: S608

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

TABLE = "rasa_tracker"
_CREATE = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} "
    "(id TEXT PRIMARY KEY, sealed {blob} NOT NULL, updated_on TEXT NOT NULL)"
)
_UPSERT = (
    f"INSERT INTO {TABLE} (id, sealed, updated_on) VALUES ({{m}}, {{m}}, {{today}}) "
    "ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, updated_on = excluded.updated_on"
)
_SQLITE_TODAY = "date('now')"
_POSTGRES_TODAY = "to_char(now() AT TIME ZONE 'utc', 'YYYY-MM-DD')"


class RowsUnavailable(Exception):
    """The database can't be read or written now."""


class Rows(Protocol):
    """What the store needs of a database."""

    threads: int

    def get(self, ids: Sequence[str]) -> dict[str, bytes]: ...

    def put(self, row_id: str, sealed: bytes, stale_ids: Sequence[str]) -> None: ...

    def delete(self, ids: Sequence[str]) -> None: ...

    def ping(self) -> None: ...


def rows_for(url: str) -> Rows:
    """Rows in the database of the URL; connects only when first used, so that
    Rasa starts (and says that it is not well) while the database is away."""
    scheme = urlsplit(url).scheme.partition("+")[0]
    if scheme == "sqlite":
        return SqliteRows(Path(url.partition("://")[2].partition("?")[0].removeprefix("/")))
    if scheme in ("postgresql", "postgres"):
        return PostgresRows(url.replace(url.partition("://")[0], "postgresql", 1))
    raise ValueError(f"REITTI_TRACKER_URL must be sqlite:/// or postgresql://, not {scheme}://")


class SqliteRows:
    """One file, one connection, one thread: writers queue before the file, not in it."""

    threads = 1

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    def get(self, ids: Sequence[str]) -> dict[str, bytes]:
        marks = ", ".join("?" * len(ids))
        found = self._run(f"SELECT id, sealed FROM {TABLE} WHERE id IN ({marks})", ids)
        return {row_id: bytes(sealed) for row_id, sealed in found}

    def put(self, row_id: str, sealed: bytes, stale_ids: Sequence[str]) -> None:
        self._run(_UPSERT.format(m="?", today=_SQLITE_TODAY), (row_id, sealed))
        if stale_ids:
            self.delete(stale_ids)

    def delete(self, ids: Sequence[str]) -> None:
        self._run(f"DELETE FROM {TABLE} WHERE id IN ({', '.join('?' * len(ids))})", ids)

    def ping(self) -> None:
        """Proves that a write would go through: reading works on a full disk too."""
        self._run(f"DELETE FROM {TABLE} WHERE id = ?", ("ping",))

    def _run(self, statement: str, values: Sequence[object]) -> list[Any]:
        try:
            return self._open().execute(statement, values).fetchall()
        except (sqlite3.Error, OSError) as error:
            self._forget()
            raise RowsUnavailable(type(error).__name__) from None

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None and self._same_file():
            return self._connection
        self._forget()
        connection = sqlite3.connect(self._path, timeout=5, isolation_level=None)
        self._connection = connection
        connection.execute("PRAGMA journal_mode = WAL")
        # NORMAL could lose acknowledged turns when the power goes.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(_CREATE.format(blob="BLOB"))
        self._path.chmod(0o600)
        self._file = self._stat()
        return connection

    def _same_file(self) -> bool:
        """A file that was moved away would still take writes, and lose them."""
        return self._file is not None and self._stat() == self._file

    def _stat(self) -> tuple[int, int]:
        found = self._path.stat()
        return found.st_dev, found.st_ino

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._file = None


class PostgresRows:
    """A small pool, one connection for each thread of the store."""

    threads = 4

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: Any = None

    def get(self, ids: Sequence[str]) -> dict[str, bytes]:
        found = self._run(f"SELECT id, sealed FROM {TABLE} WHERE id = ANY(%s)", (list(ids),))
        return {row_id: bytes(sealed) for row_id, sealed in found}

    def put(self, row_id: str, sealed: bytes, stale_ids: Sequence[str]) -> None:
        self._run(_UPSERT.format(m="%s", today=_POSTGRES_TODAY), (row_id, sealed))
        if stale_ids:
            self.delete(stale_ids)

    def delete(self, ids: Sequence[str]) -> None:
        self._run(f"DELETE FROM {TABLE} WHERE id = ANY(%s)", (list(ids),))

    def ping(self) -> None:
        self._run(f"DELETE FROM {TABLE} WHERE id = %s", ("ping",))

    def _run(self, statement: str, values: Sequence[object]) -> list[Any]:
        """After a restart of the server every pooled connection is dead: each is
        dropped and the statement, which may be repeated, tries the next one."""
        import psycopg2  # type: ignore[import-untyped]
        from psycopg2.pool import PoolError  # type: ignore[import-untyped]

        problem: Exception | None = None
        for _ in range(self.threads + 1):
            try:
                pool = self._open_pool()
                connection = pool.getconn()
            except (psycopg2.Error, PoolError) as error:
                raise RowsUnavailable(type(error).__name__) from None
            broken = True
            try:
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute(statement, values)
                    found = cursor.fetchall() if cursor.description else []
                broken = False
                return found
            except psycopg2.Error as error:
                problem = error
            finally:
                pool.putconn(connection, close=broken)
        raise RowsUnavailable(type(problem).__name__)

    def _open_pool(self) -> Any:
        if self._pool is None:
            from psycopg2.pool import ThreadedConnectionPool  # type: ignore[import-untyped]

            pool = ThreadedConnectionPool(1, self.threads, self._url, connect_timeout=5)
            connection = pool.getconn()
            try:
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute(_CREATE.format(blob="BYTEA"))
            except BaseException:
                pool.closeall()
                raise
            pool.putconn(connection)
            self._pool = pool
        return self._pool
