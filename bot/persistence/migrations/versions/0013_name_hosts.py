"""Who of the prison's staff helps in a meeting, and which matters each of them decides on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("host_id", sa.Text()))
    op.add_column("prison", sa.Column("approvers", sa.Text()))


def downgrade() -> None:
    # A host's time is held for nobody any more.
    op.execute("DELETE FROM booking WHERE kind = 'host'")
    op.drop_column("prison", "approvers")
    op.drop_column("meeting", "host_id")
