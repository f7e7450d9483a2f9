"""The support network, as rows that are only added; the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.persistence.columns import Number, UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "support_event",
        sa.Column("number", Number, nullable=False),
        sa.Column("referral_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_support_event_referral_id_referral"
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name="fk_support_event_client_id_client"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_support_event"),
    )
    op.create_index("ix_support_event_referral_id", "support_event", ["referral_id"])
    op.create_index("ix_support_event_client_id", "support_event", ["client_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("county", sa.Text(), nullable=False),
        sa.Column("referral_id", sa.Text()),
        sa.Column("client_id", sa.Text()),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("done_at", UtcTime()),
        sa.Column("body", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_outbox_referral_id_referral"
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_outbox_client_id_client"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("mark", name="uq_outbox_mark"),
    )
    op.create_index("ix_outbox_state_due_at", "outbox", ["state", "due_at"])
    op.create_index("ix_outbox_referral_id", "outbox", ["referral_id"])
    op.create_index("ix_outbox_client_id", "outbox", ["client_id"])


def downgrade() -> None:
    op.drop_table("outbox")
    op.drop_table("support_event")
