"""Of all processes on one database, one does a task: the machine lets go when it dies.

SQLite: a lock on a small file beside the database, which the kernel ends with the process.
PostgreSQL: a lock of the session, which the server ends with the connection. Neither can
be left behind, so nothing has to expire by the clock.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

# Its own space of locks, apart from the trail's and the brake's.
_TASK_LOCK = 7_226


@asynccontextmanager
async def alone_on_file(database_url: str, task: str) -> AsyncIterator[bool]:
    """Whether this process may do the task now."""
    handle = os.open(f"{make_url(database_url).database}.{task}", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)


@asynccontextmanager
async def alone_on_server(
    engine: AsyncEngine, task: str, naming_absence: Callable[[], AbstractContextManager[None]]
) -> AsyncIterator[bool]:
    """The same; the connection is kept meanwhile, outside any transaction."""
    with naming_absence():
        connection = await engine.connect()
    try:
        with naming_absence():
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            may = await _ask(connection, sa.func.pg_try_advisory_lock, task)
        try:
            yield may
        finally:
            if may:
                await _let_go(connection, task)
    finally:
        await connection.close()


async def _let_go(connection: AsyncConnection, task: str) -> None:
    try:
        await _ask(connection, sa.func.pg_advisory_unlock, task)
    except (DBAPIError, OSError):
        # The server has let go itself; such a connection does not go back to the pool.
        await connection.invalidate()


async def _ask(
    connection: AsyncConnection, what: Callable[..., sa.Function[bool]], task: str
) -> bool:
    asked = sa.select(what(_TASK_LOCK, sa.func.hashtext(task)))
    return bool((await connection.execute(asked)).scalar_one())
