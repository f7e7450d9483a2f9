"""The desk: an order that an index knows, clocks, stand-ins, who has it open, saved views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.persistence.columns import UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NEVER = "9999-12-30"
_NEW_COLUMNS: tuple[sa.Column[object], ...] = (
    sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.true()),
    sa.Column("release_by", sa.Date(), nullable=False, server_default=_NEVER),
    sa.Column("due_on", sa.Date(), nullable=False, server_default=_NEVER),
    sa.Column("stand_in", sa.Text()),
    sa.Column("clock_from", UtcTime()),
    sa.Column("judged_at", UtcTime()),
    sa.Column("contacted_at", UtcTime()),
    sa.Column("assessed_at", UtcTime()),
    sa.Column("paused_at", UtcTime()),
    sa.Column("paused_days", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("human_since", UtcTime()),
)
_QUEUE = ("county", "is_open", "release_by", "due_on", "received_at", "id")
# What the views and filters ask for: read from the index, without the row.
_FILTERS = ("urgent_from", "soon_from", "state", "prison", "lang")


def upgrade() -> None:
    for column in _NEW_COLUMNS:
        op.add_column("referral", column)
    old = sa.table(
        "referral", sa.column("state"), sa.column("is_open"),
        sa.column("release_date", sa.Date), sa.column("release_by", sa.Date),
    )  # fmt: skip
    still = old.c.state.in_(["new", "claimed", "waiting"])
    op.execute(sa.update(old).values(is_open=still))
    known = old.c.release_date.is_not(None)
    op.execute(sa.update(old).where(known).values(release_by=old.c.release_date))
    op.drop_index("ix_referral_county_state", "referral")
    op.create_index("ix_referral_queue", "referral", [*_QUEUE, *_FILTERS])
    op.create_index(
        "ix_referral_county_state_closed_at_id", "referral", ["county", "state", "closed_at", "id"]
    )
    op.create_index(
        "ix_referral_county_claimed_by_is_open", "referral", ["county", "claimed_by", "is_open"]
    )
    op.create_index(
        "ix_referral_county_stand_in_is_open", "referral", ["county", "stand_in", "is_open"]
    )
    op.add_column("referral_event", sa.Column("code", sa.Text()))
    op.create_table(
        "referral_presence",
        sa.Column("referral_id", sa.Text(), nullable=False),
        sa.Column("worker_id", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_referral_presence_referral_id_referral"
        ),
        sa.PrimaryKeyConstraint("referral_id", "worker_id", name="pk_referral_presence"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["staff.id"], name="fk_saved_view_owner_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
    )
    op.create_index("ix_saved_view_owner", "saved_view", ["owner"])


def downgrade() -> None:
    op.drop_table("saved_view")
    op.drop_table("referral_presence")
    op.drop_column("referral_event", "code")
    for name in (
        "ix_referral_county_stand_in_is_open",
        "ix_referral_county_claimed_by_is_open",
        "ix_referral_county_state_closed_at_id",
        "ix_referral_queue",
    ):
        op.drop_index(name, "referral")
    op.create_index("ix_referral_county_state", "referral", ["county", "state"])
    for column in reversed(_NEW_COLUMNS):
        op.drop_column("referral", column.name)
