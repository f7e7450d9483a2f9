"""Meetings, what they hold, alerts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.persistence.columns import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


# No two meetings hold the same person, worker or place at a time. The repository knows
# the rule by its name, "booking_taken".
_EXCLUDE = """
ALTER TABLE booking ADD CONSTRAINT booking_taken EXCLUDE USING gist
(kind WITH =, subject WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
"""
_TRIGGER = """
CREATE TRIGGER booking_taken_{event} BEFORE {event} ON booking
WHEN EXISTS (
    SELECT 1 FROM booking WHERE kind = NEW.kind AND subject = NEW.subject
    AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at {others}
)
BEGIN SELECT RAISE(ABORT, 'booking_taken'); END
"""
_OTHERS = "AND NOT (meeting_id = OLD.meeting_id AND kind = OLD.kind)"


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("referral_id", sa.Text()),
        sa.Column("county", sa.Text(), nullable=False),
        sa.Column("prison", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("interpreter", sa.Text()),
        sa.Column("worker_id", sa.Text()),
        sa.Column("wish", sa.LargeBinary()),
        sa.Column("starts_at", UtcTime()),
        sa.Column("ends_at", UtcTime()),
        sa.Column("place_id", sa.Text()),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text()),
        sa.Column("reason_code", sa.Text()),
        sa.Column("reason_text", sa.LargeBinary()),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_at", UtcTime()),
        sa.Column("cancelled_by", sa.Text()),
        sa.Column("confirmed_at", UtcTime()),
        sa.Column("room", sa.LargeBinary()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("open_until", UtcTime()),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_meeting_client_id_client"),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_meeting_referral_id_referral"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_meeting_place_id_place"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
    )
    op.create_index("ix_meeting_client_id", "meeting", ["client_id"])
    op.create_index("ix_meeting_county_state", "meeting", ["county", "state"])
    op.create_index("ix_meeting_prison_state", "meeting", ["prison", "state"])
    op.create_index("ix_meeting_state_open_until", "meeting", ["state", "open_until"])
    op.create_table(
        "booking",
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("starts_at", UtcTime(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_booking_forward")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="fk_booking_meeting_id_meeting"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "kind", name="pk_booking"),
    )
    op.create_index(
        "ix_booking_kind_subject_starts_at", "booking", ["kind", "subject", "starts_at"]
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("prison", sa.Text(), nullable=False),
        sa.Column("kind", sa.LargeBinary(), nullable=False),
        sa.Column("raised_at", UtcTime(), nullable=False),
        sa.Column("shown_at", UtcTime()),
        sa.Column("acknowledged_at", UtcTime()),
        sa.Column("acknowledged_by", sa.Text()),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_alert_client_id_client"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
    )
    op.create_index("ix_alert_client_id", "alert", ["client_id"])
    op.create_index("ix_alert_prison_acknowledged_at", "alert", ["prison", "acknowledged_at"])
    op.create_table(
        "prison_watch",
        sa.Column("prison", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("prison", name="pk_prison_watch"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(_EXCLUDE)
    else:
        op.execute(_TRIGGER.format(event="INSERT", others=""))
        op.execute(_TRIGGER.format(event="UPDATE", others=_OTHERS))
