"""Prisons, people in cells, their codes and sign-ins, staff, sessions."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table

from bot.persistence.columns import Number, UtcTime, metadata

prison = Table(
    "prison",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("name", sa.Text, nullable=False),
    # Where an alert goes that nobody answered: an address of the prison, never a person's.
    Column("escalate_to", sa.Text),
    Column("meeting_rules", sa.Text),  # JSON, see casework/prison_rules.py
    Column("approvers", sa.Text),  # JSON: member of staff -> matters
)

place = Table(
    "place",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("prison", ForeignKey("prison.id"), nullable=False, index=True),
    Column("name", sa.Text, nullable=False),
    Column("device", sa.Text, nullable=False),
    Column("capacity", sa.Integer, nullable=False, server_default="1"),
    Column("removed_at", UtcTime),
)

# Local time as HH:MM; a weekday may have several.
open_hours = Table(
    "open_hours",
    metadata,
    Column("prison", ForeignKey("prison.id"), primary_key=True),
    Column("weekday", sa.Integer, primary_key=True, autoincrement=False),
    Column("opens", sa.Text, primary_key=True),
    Column("closes", sa.Text, nullable=False),
)

client = Table(
    "client",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("prison", ForeignKey("prison.id"), nullable=False),
    Column("county", sa.Text, nullable=False),
    Column("release_date", sa.Date),
    Column("lang", sa.Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("name", sa.LargeBinary),  # sealed
    Column("number", sa.LargeBinary),  # sealed
    Column("place", sa.LargeBinary),  # sealed
    Column("secret_hash", sa.Text),
    Column("erased_at", UtcTime),
)

access_code = Table(
    "access_code",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("client_id", ForeignKey("client.id"), nullable=False, index=True),
    Column("prison", sa.Text, nullable=False),
    Column("fingerprint", sa.Text, nullable=False, unique=True),
    Column("issued_by", sa.Text, nullable=False),
    Column("issued_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    Index(None, "prison", "issued_at"),
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("number", Number, primary_key=True),
    Column("client_id", ForeignKey("client.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("outcome", sa.Text, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("username", sa.Text, nullable=False, unique=True),
    Column("name", sa.Text, nullable=False),
    Column("password_hash", sa.Text, nullable=False),
    Column("role", sa.Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("county", sa.Text),
    Column("prison", ForeignKey("prison.id")),
    Column("rights", sa.Text, nullable=False),
    Column("totp_secret", sa.LargeBinary),  # sealed
    Column("totp_last_step", sa.BigInteger, nullable=False),
    Column("active", sa.Boolean, nullable=False),
    Index(None, "county", "role"),
)

session = Table(
    "session",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("kind", sa.Text, nullable=False),
    Column("subject", sa.Text, nullable=False),
    Column("csrf", sa.Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("lang", sa.Text, nullable=False),
    Index(None, "subject", "kind"),
)
