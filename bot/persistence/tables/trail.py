"""The audit trail, repeated requests, failed tries."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, Table

from bot.persistence.columns import Number, UtcTime, metadata

# Without foreign keys: the trail outlives what it tells of.
audit = Table(
    "audit",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", sa.Text, nullable=False),
    Column("role", sa.Text, nullable=False),
    Column("verb", sa.Text, nullable=False),
    Column("thing", sa.Text, nullable=False),
    Column("thing_id", sa.Text, nullable=False),
    Column("client_id", sa.Text),
    Column("reason", sa.Text),
    Column("actor_name", sa.Text, nullable=False),
    Column("hash", sa.Text, nullable=False),
    Index(None, "client_id", "number"),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("subject", sa.Text, primary_key=True),
    Column("key", sa.Text, primary_key=True),
    Column("fingerprint", sa.Text, nullable=False),
    Column("status", sa.Integer, nullable=False),
    Column("body", sa.LargeBinary, nullable=False),  # sealed
    Column("at", UtcTime, nullable=False),
)

failed_try = Table(
    "failed_try",
    metadata,
    Column("number", Number, primary_key=True),
    Column("bucket", sa.Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "bucket", "at"),
)
