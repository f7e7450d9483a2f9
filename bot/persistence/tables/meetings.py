"""Meetings, the times they hold, alerts."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table

from bot.persistence.columns import UtcTime, metadata

meeting = Table(
    "meeting",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("client_id", ForeignKey("client.id"), nullable=False, index=True),
    Column("referral_id", ForeignKey("referral.id")),
    Column("county", sa.Text, nullable=False),
    Column("prison", sa.Text, nullable=False),
    Column("state", sa.Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("partner", sa.Text, nullable=False),
    Column("purpose", sa.Text, nullable=False),
    Column("mode", sa.Text, nullable=False),
    Column("interpreter", sa.Text),
    Column("worker_id", sa.Text),
    Column("wish", sa.LargeBinary),  # sealed
    Column("starts_at", UtcTime),
    Column("ends_at", UtcTime),
    Column("place_id", ForeignKey("place.id")),
    Column("slots", sa.Text, nullable=False),  # JSON: ids and times only
    Column("proposed_by", sa.Text),
    Column("reason_code", sa.Text),
    Column("reason_text", sa.LargeBinary),  # sealed
    Column("decided_by", sa.Text),
    Column("decided_at", UtcTime),
    Column("cancelled_by", sa.Text),
    Column("confirmed_at", UtcTime),
    Column("room", sa.LargeBinary),  # sealed: who knows it can join
    Column("revision", sa.Integer, nullable=False),
    # When an open meeting has lapsed; NULL while there is no time at all.
    Column("open_until", UtcTime),
    Column("partners", sa.Text, nullable=False, server_default="[]"),  # JSON, best known first
    Column("fallback", sa.Text, nullable=False, server_default="phone"),
    # Until then the prison can decide.
    Column("decide_by", UtcTime),
    Column("flag", sa.Text),
    Column("outcome_code", sa.Text),
    # Of the prison's staff, who helps with the identification.
    Column("host_id", sa.Text),
    # What was permitted, as a fingerprint: whom, when, where.
    Column("permit", sa.Text),
    Index(None, "county", "state"),
    Index(None, "prison", "state"),
    Index(None, "state", "open_until"),
)

# What a meeting holds: the person, the worker, the place. That nothing holds two at a time
# is the database's own rule, made in the migration: an exclusion constraint in PostgreSQL,
# triggers in SQLite. The end does not belong to the time.
booking = Table(
    "booking",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("kind", sa.Text, primary_key=True),
    Column("subject", sa.Text, nullable=False),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    CheckConstraint("starts_at < ends_at", name="forward"),
    Index(None, "kind", "subject", "starts_at"),
)

alert = Table(
    "alert",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("client_id", ForeignKey("client.id"), nullable=False, index=True),
    Column("prison", sa.Text, nullable=False),
    Column("kind", sa.LargeBinary, nullable=False),  # sealed
    Column("raised_at", UtcTime, nullable=False),
    Column("shown_at", UtcTime),
    Column("acknowledged_at", UtcTime),
    Column("acknowledged_by", sa.Text),
    Column("escalated_at", UtcTime),
    Index(None, "prison", "acknowledged_at"),
)

prison_watch = Table(
    "prison_watch",
    metadata,
    Column("prison", sa.Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
)
