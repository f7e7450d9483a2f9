"""The counties' queues."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table

from bot.persistence.columns import Number, UtcTime, metadata

# The two days let the queue order by urgency on any day without opening what is sealed.
referral = Table(
    "referral",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("client_id", ForeignKey("client.id"), nullable=False, index=True),
    Column("county", sa.Text, nullable=False),
    Column("prison", sa.Text, nullable=False),
    Column("state", sa.Text, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("content_version", sa.Integer, nullable=False),
    Column("release_date", sa.Date),
    Column("release_certain", sa.Boolean, nullable=False),
    Column("lang", sa.Text, nullable=False),
    Column("facts", sa.LargeBinary, nullable=False),  # sealed: outlook, areas
    Column("urgent_from", sa.Date),
    Column("soon_from", sa.Date),
    Column("claimed_by", sa.Text),
    Column("claimed_at", UtcTime),
    Column("closed_at", UtcTime),
    Column("outcome", sa.Text),
    Column("revision", sa.Integer, nullable=False),
    Index(None, "county", "state"),
)

referral_version = Table(
    "referral_version",
    metadata,
    Column("referral_id", ForeignKey("referral.id"), primary_key=True),
    Column("version", sa.Integer, primary_key=True, autoincrement=False),
    Column("content", sa.LargeBinary, nullable=False),  # sealed
    Column("at", UtcTime, nullable=False),
)

referral_event = Table(
    "referral_event",
    metadata,
    Column("number", Number, primary_key=True),
    Column("referral_id", ForeignKey("referral.id"), nullable=False, index=True),
    Column("verb", sa.Text, nullable=False),
    Column("by", sa.Text, nullable=False),
    Column("role", sa.Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("text", sa.LargeBinary),  # sealed
)
