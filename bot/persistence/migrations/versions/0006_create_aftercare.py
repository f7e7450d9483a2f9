"""Words that came too late, what a person says of the help they got, alerts that went further."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.persistence.columns import Number, UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_draft_client_id_client"),
        sa.PrimaryKeyConstraint("client_id", name="pk_draft"),
    )
    op.create_table(
        "help_report",
        sa.Column("number", Number, nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name="fk_help_report_client_id_client"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_help_report"),
    )
    op.create_index("ix_help_report_client_id", "help_report", ["client_id"])
    op.add_column("prison", sa.Column("escalate_to", sa.Text()))
    op.add_column("alert", sa.Column("escalated_at", UtcTime()))


def downgrade() -> None:
    op.drop_column("alert", "escalated_at")
    op.drop_column("prison", "escalate_to")
    op.drop_table("help_report")
    op.drop_table("draft")
