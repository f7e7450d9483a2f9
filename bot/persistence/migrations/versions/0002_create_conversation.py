"""Threads, intakes, reviews, the consent log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.persistence.columns import Number, UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("handled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_message_client_id_client"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("client_id", "seq", name="uq_message_client_id_seq"),
    )
    op.create_index(
        "ix_message_waiting",
        "message",
        ["client_id", "seq"],
        sqlite_where=sa.text("handled = 0"),
        postgresql_where=sa.text("NOT handled"),
    )
    op.create_table(
        "intake",
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_intake_client_id_client"),
        sa.PrimaryKeyConstraint("client_id", name="pk_intake"),
    )
    op.create_table(
        "review",
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("review", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_review_client_id_client"),
        sa.PrimaryKeyConstraint("client_id", name="pk_review"),
    )
    op.create_table(
        "consent_log",
        sa.Column("number", Number, nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("consent", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name="fk_consent_log_client_id_client"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_consent_log"),
    )
    op.create_index("ix_consent_log_client_id", "consent_log", ["client_id"])
