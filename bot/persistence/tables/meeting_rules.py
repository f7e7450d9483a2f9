"""What a prison decides about meetings, and when people can't come."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table

from bot.persistence.columns import UtcTime, metadata

# Lock-up and count: local time as HH:MM.
closed_hours = Table(
    "closed_hours",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("prison", ForeignKey("prison.id"), nullable=False, index=True),
    Column("weekday", sa.Integer, nullable=False),
    Column("starts", sa.Text, nullable=False),
    Column("ends", sa.Text, nullable=False),
    Column("kind", sa.Text, nullable=False),
)

# Both days belong to it; without a place it is the whole prison.
blocked_days = Table(
    "blocked_days",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("prison", ForeignKey("prison.id"), nullable=False),
    Column("place_id", ForeignKey("place.id")),
    Column("first_day", sa.Date, nullable=False),
    Column("last_day", sa.Date, nullable=False),
    Column("reason", sa.Text, nullable=False),
    Index(None, "prison", "last_day"),
)

# Meetings of that partner need no single permission; without a client: of all persons.
standing_permit = Table(
    "standing_permit",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("prison", ForeignKey("prison.id"), nullable=False),
    Column("client_id", ForeignKey("client.id")),
    Column("organisation", sa.Text, nullable=False),
    Column("role", sa.Text, nullable=False),
    Column("first_day", sa.Date, nullable=False),
    Column("last_day", sa.Date, nullable=False),
    Column("granted_by", sa.Text, nullable=False),
    Column("granted_at", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
    Index(None, "prison", "last_day"),
)

absence = Table(
    "absence",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("first_day", sa.Date, nullable=False),
    Column("last_day", sa.Date, nullable=False),
    Index(None, "staff_id", "last_day"),
)

client_times = Table(
    "client_times",
    metadata,
    Column("client_id", ForeignKey("client.id"), primary_key=True),
    Column("times", sa.LargeBinary, nullable=False),  # sealed: how the person's week goes
)

# The address of a worker's calendar holds a token; here is only its fingerprint.
calendar_feed = Table(
    "calendar_feed",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("fingerprint", sa.Text, nullable=False, unique=True),
    Column("made_at", UtcTime, nullable=False),
)
