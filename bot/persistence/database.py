"""The Database port: one use case, one transaction.

SQLite: one thread writes and two read, each with its own connection; another process may
have the file open too. PostgreSQL: a pool, and a use case that met another one half-way
is done anew.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Protocol, TypeVar

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.casework.ports.scope import EVERYBODY, seeing
from bot.casework.ports.unit_of_work import Database, DatabaseAway, UnitOfWork
from bot.persistence.alone import alone_on_file, alone_on_server
from bot.persistence.engines import is_sqlite, postgres_engine, sqlite_engine
from bot.persistence.kept import KeptConnections
from bot.persistence.sealing import Sealer
from bot.persistence.unit_of_work import SqlUnitOfWork
from bot.persistence.walls import tell_scope
from bot.settings import Settings

T = TypeVar("T")
Work = Callable[[UnitOfWork], T]

READERS = 2
TRIES = 6
# serialization failure, deadlock; two who made the same new row: the second one, done
# anew, finds it.
_CROWDED = frozenset({"40001", "40P01"})
_WORTH_ANOTHER_TRY = _CROWDED | {"23505"}
# No connection, no room, shutting down; and what SQLite says of the same.
_AWAY_STATES = ("08", "53", "57P")
_AWAY_NAMES = ("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_LOCKED")


class SqlDatabase(Database, Protocol):
    """The Database port, and what its owner needs besides.

    ``work`` may be called again, so it must not touch the outside.
    """

    async def close(self) -> None: ...


def open_database(settings: Settings) -> SqlDatabase:
    """The database of the settings; its tables are made by ``migrate.upgrade``."""
    sealer = Sealer.from_file(settings.key_file)
    if is_sqlite(settings.database_url):
        return SqliteDatabase(settings.database_url, sealer)
    return PostgresDatabase(settings.database_url, sealer)


def sync_run(settings: Settings, work: Work[T]) -> T:
    """One use case in one transaction, for the command line."""

    async def once() -> T:
        database = open_database(settings)
        try:
            with seeing(EVERYBODY):
                return await database.run(work)
        finally:
            await database.close()

    return asyncio.run(once())


@contextmanager
def _naming_absence() -> Iterator[None]:
    """Tell an absent database from a fault in a query."""
    try:
        yield
    except DBAPIError as error:
        state = _state(error)
        name = str(getattr(error.orig, "sqlite_errorname", None) or "")
        if error.connection_invalidated or state.startswith(_AWAY_STATES):
            raise DatabaseAway from error
        if name.startswith(_AWAY_NAMES):
            raise DatabaseAway from error
        raise
    except (PoolTimeout, OSError) as error:
        raise DatabaseAway from error


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _done(connection: Connection, sealer: Sealer, work: Work[T]) -> T:
    unit_of_work = SqlUnitOfWork(connection, sealer)
    result = work(unit_of_work)
    unit_of_work.finish()
    return result


class SqliteDatabase:
    """One file."""

    def __init__(self, database_url: str, sealer: Sealer) -> None:
        self._sealer = sealer
        self._url = database_url
        self._writing = KeptConnections(sqlite_engine(database_url))
        self._reading = KeptConnections(
            sqlite_engine(database_url, threads=READERS, read_only=True)
        )
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="database-write")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="database-read")

    async def run(self, work: Work[T]) -> T:
        return await self._in(self._writer, self._writing, work)

    async def read(self, work: Work[T]) -> T:
        return await self._in(self._readers, self._reading, work)

    async def healthy(self) -> bool:
        try:
            await self.read(_ask)
        except (SQLAlchemyError, DatabaseAway):
            return False
        return True

    def alone(self, task: str) -> AbstractAsyncContextManager[bool]:
        return alone_on_file(self._url, task)

    async def close(self) -> None:
        await asyncio.to_thread(self._writer.shutdown)
        await asyncio.to_thread(self._readers.shutdown)
        self._reading.close()
        self._writing.close()

    async def _in(self, threads: ThreadPoolExecutor, kept: KeptConnections, work: Work[T]) -> T:
        def transaction() -> T:
            with _naming_absence(), kept.begin() as connection:
                return _done(connection, self._sealer, work)

        return await asyncio.get_running_loop().run_in_executor(threads, transaction)


class PostgresDatabase:
    """A server, through asyncpg."""

    def __init__(self, database_url: str, sealer: Sealer) -> None:
        self._sealer = sealer
        self._engine = postgres_engine(database_url)
        self._reading = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    async def run(self, work: Work[T]) -> T:
        return await self._tried(self._engine, work)

    async def read(self, work: Work[T]) -> T:
        return await self._tried(self._reading, work)

    async def _tried(self, engine: AsyncEngine, work: Work[T]) -> T:
        """Whoever only reads can lose against somebody too: against a migration."""
        for _ in range(TRIES - 1):
            try:
                return await self._once(engine, work)
            except DBAPIError as error:
                if _state(error) not in _WORTH_ANOTHER_TRY:
                    raise
            await asyncio.sleep(random.uniform(0.005, 0.05))
        try:
            return await self._once(engine, work)
        except DBAPIError as error:
            if _state(error) in _CROWDED:
                raise DatabaseAway from error
            raise

    async def _once(self, engine: AsyncEngine, work: Work[T]) -> T:
        with _naming_absence():
            return await self._in(engine, work)

    async def _in(self, engine: AsyncEngine, work: Work[T]) -> T:
        async with engine.begin() as connection:
            await tell_scope(connection)
            return await connection.run_sync(_done, self._sealer, work)

    async def healthy(self) -> bool:
        try:
            await self.read(_ask)
        except (SQLAlchemyError, DatabaseAway):
            return False
        return True

    @asynccontextmanager
    async def alone(self, task: str) -> AsyncIterator[bool]:
        async with alone_on_server(self._engine, task, _naming_absence) as may:
            yield may

    async def close(self) -> None:
        await self._engine.dispose()


def _ask(unit_of_work: UnitOfWork) -> None:
    # Any query will do; this one also fails where the tables were never made.
    unit_of_work.prisons.get("")
