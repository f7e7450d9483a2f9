"""A worker's own queue walks along an index of its own, not along the whole county's."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLE, _ORDER = "referral", ("release_by", "due_on", "received_at", "id")
_WHOSE = ("claimed_by", "stand_in")


def upgrade() -> None:
    for column in _WHOSE:
        op.create_index(f"ix_referral_own_{column}", _TABLE, ["county", column, "is_open", *_ORDER])
        op.drop_index(f"ix_referral_county_{column}_is_open", _TABLE)


def downgrade() -> None:
    for column in _WHOSE:
        op.create_index(
            f"ix_referral_county_{column}_is_open", _TABLE, ["county", column, "is_open"]
        )
        op.drop_index(f"ix_referral_own_{column}", _TABLE)
