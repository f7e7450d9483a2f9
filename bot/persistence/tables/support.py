"""Who helps with what, as it came about; and what waits to leave the service."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table

from bot.persistence.columns import Number, UtcTime, metadata

# Rows are added and never changed: the network is what they add up to.
support_event = Table(
    "support_event",
    metadata,
    Column("number", Number, primary_key=True),
    Column("referral_id", ForeignKey("referral.id"), nullable=False, index=True),
    Column("client_id", ForeignKey("client.id"), nullable=False, index=True),
    Column("kind", sa.Text, nullable=False),
    Column("by", sa.Text, nullable=False),
    Column("role", sa.Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("body", sa.LargeBinary, nullable=False),  # sealed
)

# ``mark`` is what makes a thing leave once; ``body`` goes when it has left.
outbox = Table(
    "outbox",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("kind", sa.Text, nullable=False),
    Column("mark", sa.Text, nullable=False, unique=True),
    Column("county", sa.Text, nullable=False),
    Column("referral_id", ForeignKey("referral.id"), index=True),
    Column("client_id", ForeignKey("client.id"), index=True),
    Column("made_by", sa.Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("state", sa.Text, nullable=False),
    Column("tries", sa.Integer, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("problem", sa.Text),
    Column("done_at", UtcTime),
    Column("body", sa.LargeBinary),  # sealed
    Index(None, "state", "due_at"),
)
