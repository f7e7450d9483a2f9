"""Statements that every turn of a conversation needs, worked out once for each kind of database.

SQLAlchemy writes them, in its own words; what is left for each call is the driver's own
execute. Building the same statement anew and wrapping its one row costs many times what the
database itself takes for it. Everything that is asked now and then stays with the plain way of
``Rows``.

A connection whose statements somebody listens to gets them the plain way too, so that
whoever watches sees all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase

Row = dict[str, Any]
Change = Callable[[Any], Any]


@dataclass(frozen=True)
class _Way:
    """The statement as one dialect has it: its text, what goes in, in order, and what comes
    out; each with how the driver's value differs from ours, if it does."""

    text: str
    given: tuple[tuple[str, Change | None], ...]
    constants: dict[str, object]
    names: tuple[str, ...]
    changed: tuple[tuple[str, Change], ...]


class Prepared:
    """One statement with named values (``sa.bindparam``)."""

    def __init__(self, statement: sa.Select[Any] | UpdateBase) -> None:
        self._statement = statement
        self._ways: dict[str, _Way] = {}

    def first(self, connection: Connection, /, **values: object) -> Row | None:
        """The first row, by the names of its columns; None when there is none."""
        if connection.engine.dispatch.before_cursor_execute:
            row = connection.execute(self._statement, values).mappings().first()
            return None if row is None else dict(row)
        way, cursor = self._run(connection, values)
        found = cursor.fetchone()
        cursor.close()
        return None if found is None else _row(way, found)

    def all(self, connection: Connection, /, **values: object) -> list[Row]:
        """All rows."""
        if connection.engine.dispatch.before_cursor_execute:
            return [dict(row) for row in connection.execute(self._statement, values).mappings()]
        way, cursor = self._run(connection, values)
        found = cursor.fetchall()
        cursor.close()
        return [_row(way, row) for row in found]

    def change(self, connection: Connection, /, **values: object) -> int:
        """Insert, update or delete; returns how many rows it touched."""
        if connection.engine.dispatch.before_cursor_execute:
            return connection.execute(self._statement, values).rowcount
        _, cursor = self._run(connection, values)
        touched: int = cursor.rowcount
        cursor.close()
        return touched

    def _run(self, connection: Connection, values: dict[str, object]) -> tuple[_Way, Any]:
        dialect = connection.dialect
        way = self._ways.get(dialect.name)
        if way is None:
            way = self._ways[dialect.name] = _way(self._statement, dialect)
        whole = {**way.constants, **values}
        given = tuple(
            whole[name] if change is None else change(whole[name]) for name, change in way.given
        )
        return way, run_plainly(connection, way.text, given)


def run_plainly(connection: Connection, text: str, given: tuple[Any, ...] = ()) -> Any:
    """The driver's own execute, with SQLAlchemy's errors; returns the driver's cursor."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(text, given)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _failure(connection, text, error) from error
    except BaseException as error:
        if not isinstance(error, Exception):
            # Cancelled on its way: nobody knows what the connection is about now.
            connection.invalidate(error)
        raise
    return cursor


def _failure(connection: Connection, text: str, error: Any) -> BaseException:
    """What SQLAlchemy would have made of the driver's error, without the values."""
    dialect = connection.dialect
    gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if gone:
        connection.invalidate(error)
    wrapped: BaseException = DBAPIError.instance(
        text,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=dialect,
    )
    return wrapped


def _way(statement: sa.Select[Any] | UpdateBase, dialect: Dialect) -> _Way:
    compiled = statement.compile(dialect=dialect)
    given = tuple(
        (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in compiled.positiontup or ()
    )
    constants = {
        name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required
    }
    columns = tuple(statement.exported_columns)
    changes = (
        (str(column.key), column.type.dialect_impl(dialect).result_processor(dialect, None))
        for column in columns
    )
    return _Way(
        str(compiled),
        given,
        constants,
        tuple(str(column.key) for column in columns),
        tuple((name, change) for name, change in changes if change is not None),
    )


def _row(way: _Way, found: tuple[Any, ...]) -> Row:
    row = dict(zip(way.names, found, strict=True))
    for name, change in way.changed:
        row[name] = change(row[name])
    return row
