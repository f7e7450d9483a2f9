"""What a prison decides about meetings, when people can't come, and whom a permission binds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.persistence.columns import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OF_MEETING: tuple[sa.Column[object], ...] = (
    sa.Column("partners", sa.Text(), nullable=False, server_default="[]"),
    sa.Column("fallback", sa.Text(), nullable=False, server_default="phone"),
    sa.Column("decide_by", UtcTime()),
    sa.Column("flag", sa.Text()),
    sa.Column("outcome_code", sa.Text()),
    sa.Column("permit", sa.Text()),
)
_OF_PLACE: tuple[sa.Column[object], ...] = (
    sa.Column("capacity", sa.Integer(), nullable=False, server_default="1"),
    sa.Column("removed_at", UtcTime()),
)


def upgrade() -> None:
    for column in _OF_MEETING:
        op.add_column("meeting", column)
    for column in _OF_PLACE:
        op.add_column("place", column)
    op.add_column("prison", sa.Column("meeting_rules", sa.Text()))
    op.create_table(
        "closed_hours",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("prison", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=False),
        sa.Column("ends", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["prison"], ["prison.id"], name="fk_closed_hours_prison_prison"),
        sa.PrimaryKeyConstraint("id", name="pk_closed_hours"),
    )
    op.create_index("ix_closed_hours_prison", "closed_hours", ["prison"])
    op.create_table(
        "blocked_days",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("prison", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text()),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["prison"], ["prison.id"], name="fk_blocked_days_prison_prison"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_blocked_days_place_id_place"),
        sa.PrimaryKeyConstraint("id", name="pk_blocked_days"),
    )
    op.create_index("ix_blocked_days_prison_last_day", "blocked_days", ["prison", "last_day"])
    op.create_table(
        "standing_permit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("prison", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text()),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", UtcTime(), nullable=False),
        sa.Column("withdrawn_at", UtcTime()),
        sa.ForeignKeyConstraint(["prison"], ["prison.id"], name="fk_standing_permit_prison_prison"),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name="fk_standing_permit_client_id_client"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_standing_permit"),
    )
    op.create_index("ix_standing_permit_prison_last_day", "standing_permit", ["prison", "last_day"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_absence_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
    )
    op.create_index("ix_absence_staff_id_last_day", "absence", ["staff_id", "last_day"])
    op.create_table(
        "client_times",
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("times", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name="fk_client_times_client_id_client"
        ),
        sa.PrimaryKeyConstraint("client_id", name="pk_client_times"),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_calendar_feed_staff_id_staff"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_calendar_feed"),
        sa.UniqueConstraint("fingerprint", name="uq_calendar_feed_fingerprint"),
    )


def downgrade() -> None:
    for table in (
        "calendar_feed",
        "client_times",
        "absence",
        "standing_permit",
        "blocked_days",
        "closed_hours",
    ):
        op.drop_table(table)
    op.drop_column("prison", "meeting_rules")
    for column in reversed(_OF_PLACE):
        op.drop_column("place", column.name)
    for column in reversed(_OF_MEETING):
        op.drop_column("meeting", column.name)
