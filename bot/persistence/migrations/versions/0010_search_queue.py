"""A search of the queue reads names without the rows of the referrals."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NAME, _TABLE = "ix_referral_queue", "referral"
_BEFORE = (
    "county", "is_open", "release_by", "due_on", "received_at", "id",
    "urgent_from", "soon_from", "state", "prison", "lang",
)  # fmt: skip


def upgrade() -> None:
    op.drop_index(_NAME, _TABLE)
    op.create_index(_NAME, _TABLE, [*_BEFORE, "client_id"])


def downgrade() -> None:
    op.drop_index(_NAME, _TABLE)
    op.create_index(_NAME, _TABLE, list(_BEFORE))
