"""The kinds of columns, and the names that constraints get."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Row numbers that the database gives: SQLite counts by itself only in an INTEGER key.
Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Stands for "unknown" in the queue's order: later than any release.
# The last day of all is "infinity" to a driver of PostgreSQL, and no other driver reads that.
NEVER = dt.date(9999, 12, 30)

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


class UtcTime(TypeDecorator[dt.datetime]):
    """A moment in UTC.

    SQLite has no type for it, so there it is text of one fixed length, which sorts as
    the moments do. A time without a zone is refused.
    """

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[dt.datetime] | TypeEngine[str]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(sa.Text())

    def process_bind_param(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        moment = value.astimezone(dt.UTC)
        return moment if dialect.name == "postgresql" else text_of(moment)

    def process_result_value(
        self,
        value: dt.datetime | str | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> dt.datetime | None:
        if value is None or isinstance(value, dt.datetime):
            return value.astimezone(dt.UTC) if value is not None else None
        return dt.datetime.fromisoformat(value)


def text_of(moment: dt.datetime) -> str:
    """The one text form of a moment: ``2026-11-24T08:00:00.000000Z``."""
    return moment.astimezone(dt.UTC).strftime(_FORM)
