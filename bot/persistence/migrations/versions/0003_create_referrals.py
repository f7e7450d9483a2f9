"""Referrals with their versions and events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.persistence.columns import Number, UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("county", sa.Text(), nullable=False),
        sa.Column("prison", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("content_version", sa.Integer(), nullable=False),
        sa.Column("release_date", sa.Date()),
        sa.Column("release_certain", sa.Boolean(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("urgent_from", sa.Date()),
        sa.Column("soon_from", sa.Date()),
        sa.Column("claimed_by", sa.Text()),
        sa.Column("claimed_at", UtcTime()),
        sa.Column("closed_at", UtcTime()),
        sa.Column("outcome", sa.Text()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_referral_client_id_client"),
        sa.PrimaryKeyConstraint("id", name="pk_referral"),
    )
    op.create_index("ix_referral_client_id", "referral", ["client_id"])
    op.create_index("ix_referral_county_state", "referral", ["county", "state"])
    op.create_table(
        "referral_version",
        sa.Column("referral_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_referral_version_referral_id_referral"
        ),
        sa.PrimaryKeyConstraint("referral_id", "version", name="pk_referral_version"),
    )
    op.create_table(
        "referral_event",
        sa.Column("number", Number, nullable=False),
        sa.Column("referral_id", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("text", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_referral_event_referral_id_referral"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_referral_event"),
    )
    op.create_index("ix_referral_event_referral_id", "referral_event", ["referral_id"])
