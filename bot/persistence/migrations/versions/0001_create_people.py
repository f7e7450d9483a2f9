"""Prisons, people in cells, codes, sign-ins, staff, sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.persistence.columns import Number, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prison",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_prison"),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("prison", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["prison"], ["prison.id"], name="fk_place_prison_prison"),
        sa.PrimaryKeyConstraint("id", name="pk_place"),
    )
    op.create_index("ix_place_prison", "place", ["prison"])
    op.create_table(
        "open_hours",
        sa.Column("prison", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("opens", sa.Text(), nullable=False),
        sa.Column("closes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["prison"], ["prison.id"], name="fk_open_hours_prison_prison"),
        sa.PrimaryKeyConstraint("prison", "weekday", "opens", name="pk_open_hours"),
    )
    op.create_table(
        "client",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("prison", sa.Text(), nullable=False),
        sa.Column("county", sa.Text(), nullable=False),
        sa.Column("release_date", sa.Date()),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("name", sa.LargeBinary()),
        sa.Column("number", sa.LargeBinary()),
        sa.Column("place", sa.LargeBinary()),
        sa.Column("secret_hash", sa.Text()),
        sa.Column("erased_at", UtcTime()),
        sa.ForeignKeyConstraint(["prison"], ["prison.id"], name="fk_client_prison_prison"),
        sa.PrimaryKeyConstraint("id", name="pk_client"),
    )
    op.create_table(
        "access_code",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("prison", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("issued_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("revoked_at", UtcTime()),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name="fk_access_code_client_id_client"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_access_code"),
        sa.UniqueConstraint("fingerprint", name="uq_access_code_fingerprint"),
    )
    op.create_index("ix_access_code_client_id", "access_code", ["client_id"])
    op.create_index("ix_access_code_prison_issued_at", "access_code", ["prison", "issued_at"])
    op.create_table(
        "sign_in",
        sa.Column("number", Number, nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_sign_in_client_id_client"),
        sa.PrimaryKeyConstraint("number", name="pk_sign_in"),
    )
    op.create_index("ix_sign_in_client_id", "sign_in", ["client_id"])
    op.create_table(
        "staff",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("county", sa.Text()),
        sa.Column("prison", sa.Text()),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary()),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["prison"], ["prison.id"], name="fk_staff_prison_prison"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("username", name="uq_staff_username"),
    )
    op.create_index("ix_staff_county_role", "staff", ["county", "role"])
    op.create_table(
        "session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
    )
    op.create_index("ix_session_subject_kind", "session", ["subject", "kind"])
