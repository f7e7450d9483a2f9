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
    # The queue's order, in columns that are never NULL: an index walks along them.
    Column("is_open", sa.Boolean, nullable=False, server_default=sa.true()),
    Column("release_by", sa.Date, nullable=False, server_default="9999-12-30"),
    Column("due_on", sa.Date, nullable=False, server_default="9999-12-30"),
    Column("stand_in", sa.Text),
    Column("clock_from", UtcTime),
    Column("judged_at", UtcTime),
    Column("contacted_at", UtcTime),
    Column("assessed_at", UtcTime),
    Column("paused_at", UtcTime),
    Column("paused_days", sa.Integer, nullable=False, server_default="0"),
    Column("human_since", UtcTime),
    Index(
        "ix_referral_queue",
        "county",
        "is_open",
        "release_by",
        "due_on",
        "received_at",
        "id",
        # What the views and filters ask for: read from the index, without the row.
        "urgent_from",
        "soon_from",
        "state",
        "prison",
        "lang",
        # A search goes on from here to the names.
        "client_id",
    ),
    Index(None, "county", "state", "closed_at", "id"),
    # A worker's own: in the queue's order, without the rest of the county.
    *(
        Index(
            f"ix_referral_own_{whose}",
            "county",
            whose,
            "is_open",
            "release_by",
            "due_on",
            "received_at",
            "id",
        )
        for whose in ("claimed_by", "stand_in")
    ),
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
    Column("code", sa.Text),  # a kind, an outcome, a county, a worker: never words
)

# Who has a referral open now: soft, nothing is locked by it.
referral_presence = Table(
    "referral_presence",
    metadata,
    Column("referral_id", ForeignKey("referral.id"), primary_key=True),
    Column("worker_id", sa.Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
)

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("owner", ForeignKey("staff.id"), nullable=False, index=True),
    Column("name", sa.LargeBinary, nullable=False),  # sealed
    Column("asks", sa.Text, nullable=False),  # JSON: view and filters, never a search
    Column("at", UtcTime, nullable=False),
)
