"""What is said, where the interview stands, what was decided at the review."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from bot.persistence.columns import Number, UtcTime, metadata

message = Table(
    "message",
    metadata,
    Column("id", sa.Text, primary_key=True),
    Column("client_id", ForeignKey("client.id"), nullable=False),
    Column("seq", sa.Integer, nullable=False),
    Column("sender", sa.Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("body", sa.LargeBinary, nullable=False),  # sealed
    Column("handled", sa.Boolean, nullable=False),
    UniqueConstraint("client_id", "seq"),
    # Nearly every message is handled: the index holds only the few that wait.
    Index(
        "ix_message_waiting",
        "client_id",
        "seq",
        sqlite_where=sa.text("handled = 0"),
        postgresql_where=sa.text("NOT handled"),
    ),
)

intake = Table(
    "intake",
    metadata,
    Column("client_id", ForeignKey("client.id"), primary_key=True),
    Column("state", sa.LargeBinary, nullable=False),  # sealed
    Column("revision", sa.Integer, nullable=False),
)

review = Table(
    "review",
    metadata,
    Column("client_id", ForeignKey("client.id"), primary_key=True),
    Column("review", sa.LargeBinary, nullable=False),  # sealed
    Column("at", UtcTime, nullable=False),
)

# Which part it was about tells of needs, so it is sealed with the answer.
consent_log = Table(
    "consent_log",
    metadata,
    Column("number", Number, primary_key=True),
    Column("client_id", ForeignKey("client.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("consent", sa.LargeBinary, nullable=False),  # sealed
)

# Words that were posted after the session had ended, for the very same person alone.
draft = Table(
    "draft",
    metadata,
    Column("client_id", ForeignKey("client.id"), primary_key=True),
    Column("words", sa.LargeBinary, nullable=False),  # sealed
    Column("at", UtcTime, nullable=False),
)

# What a person says of the help they got, need by need.
help_report = Table(
    "help_report",
    metadata,
    Column("number", Number, primary_key=True),
    Column("client_id", ForeignKey("client.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("report", sa.LargeBinary, nullable=False),  # sealed
)
