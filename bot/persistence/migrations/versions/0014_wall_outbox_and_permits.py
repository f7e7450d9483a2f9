"""What waits to leave and the standing permissions come behind the wall of migration 0012 too.

See decision 26.
"""

# ruff: noqa: S608 - nothing in these texts comes from outside

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_KIND = "current_setting('reitti.scope_kind', true)"
_OF = "current_setting('reitti.scope_of', true)"
_OPEN = f"coalesce({_KIND}, '') IN ('', 'all')"

_WALLS = {
    "outbox": f"({_KIND} = 'person' AND client_id = {_OF}) OR ({_KIND} = 'county' AND county = {_OF})",
    "standing_permit": f"{_KIND} = 'prison' AND prison = {_OF}",
}
# That something waits is of nobody; a person who sends brings it about for a county's workers.
_PUT = (
    f"{_KIND} IN ('person', 'county', 'prison')"
    " AND kind = 'notice' AND client_id IS NULL AND referral_id IS NULL"
)
# Whether a meeting needs no single permission is asked when the person chooses its time, and
# when the worker's days have changed: of that meeting's prison, of that person or of all.
_READ = (
    f"{_KIND} IN ('person', 'county') AND EXISTS (SELECT 1 FROM meeting"
    " WHERE meeting.prison = standing_permit.prison AND"
    " (standing_permit.client_id IS NULL OR standing_permit.client_id = meeting.client_id))"
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, own in _WALLS.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY wall ON {table} USING ({_OPEN} OR {own})")
    op.execute(f"CREATE POLICY wall_put ON outbox FOR INSERT WITH CHECK ({_PUT})")
    op.execute(f"CREATE POLICY wall_read ON standing_permit FOR SELECT USING ({_READ})")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("DROP POLICY wall_put ON outbox")
    op.execute("DROP POLICY wall_read ON standing_permit")
    for table in _WALLS:
        op.execute(f"DROP POLICY wall ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
