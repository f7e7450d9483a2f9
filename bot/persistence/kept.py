"""One connection for each thread that works on an SQLite file.

Getting one from the pool and giving it back costs as much as what is asked with it. One on
which something failed is given back, and the next transaction gets a fresh one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection, Engine


class KeptConnections:
    """The connections of one engine. The threads have ended when ``close`` is called."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._here = threading.local()
        self._all: set[Connection] = set()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction on this thread's connection."""
        connection: Connection | None = getattr(self._here, "connection", None)
        if connection is None:
            connection = self._here.connection = self._engine.connect()
            self._all.add(connection)
        try:
            with connection.begin():
                yield connection
        except BaseException:
            self._here.connection = None
            self._all.discard(connection)
            connection.close()
            raise

    def close(self) -> None:
        """Give all of them back, and the file free."""
        for connection in self._all:
            connection.close()
        self._all.clear()
        self._engine.dispose()
