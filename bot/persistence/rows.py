"""What every repository stands on: one connection, one sealer, few ways to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, RowMapping
from sqlalchemy.sql.dml import UpdateBase

from bot.persistence.sealing import Sealer

Values = Mapping[str, Any]
# A row by the names of its columns.
Found = Mapping[Any, Any]


class Rows:
    """Base of the repositories; lives as long as its transaction."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer
        self._postgres = connection.dialect.name == "postgresql"

    def _first(self, query: sa.Select[Any]) -> RowMapping | None:
        return self._connection.execute(query).mappings().first()

    def _all(self, query: sa.Select[Any]) -> list[RowMapping]:
        return list(self._connection.execute(query).mappings())

    def _change(self, statement: UpdateBase) -> int:
        """Insert, update or delete; returns how many rows it touched."""
        return self._connection.execute(statement).rowcount

    def _insert_new(self, table: sa.Table, values: Values) -> bool:
        """Insert; False, and nothing done, if a row with one of its keys exists.

        The transaction stays usable, which it would not after an error of PostgreSQL.
        """
        return self._change(self._insert(table, values).on_conflict_do_nothing()) == 1

    def _upsert(self, table: sa.Table, values: Values) -> None:
        """Insert, or replace the row with the same primary key."""
        insert = self._insert(table, values)
        keys = [column.name for column in table.primary_key]
        rest = {name: insert.excluded[name] for name in values if name not in keys}
        self._change(insert.on_conflict_do_update(index_elements=keys, set_=rest))

    def _insert(self, table: sa.Table, values: Values) -> postgresql.Insert | sqlite.Insert:
        if self._postgres:
            return postgresql.insert(table).values(**values)
        return sqlite.insert(table).values(**values)
