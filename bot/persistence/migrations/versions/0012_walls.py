"""Row-level security: a second wall between counties, prisons and persons, in PostgreSQL.

Each transaction of the service says whose it is (bot/persistence/walls.py). A connection that says
nothing is no transaction of a use case: migrations, the copy, an operator, and the program of before,
which knows of no walls and must serve on. See decision 26.
"""

# ruff: noqa: S608 - nothing in these texts comes from outside

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KIND = "current_setting('reitti.scope_kind', true)"
_OF = "current_setting('reitti.scope_of', true)"
_OPEN = f"coalesce({_KIND}, '') IN ('', 'all')"


def _own(**columns: str) -> str:
    return " OR ".join(f"({_KIND} = '{kind}' AND {_is})" for kind, _is in columns.items())


_OWN_ROWS = _own(person=f"client_id = {_OF}", county=f"county = {_OF}", prison=f"prison = {_OF}")
# A row of a person is seen by whoever sees the person; of a referral, likewise.
_OF_PERSON = (
    _own(person=f"client_id = {_OF}")
    + f" OR ({_KIND} IN ('county', 'prison')"
    + " AND EXISTS (SELECT 1 FROM client WHERE client.id = {table}.client_id))"
)
_OF_REFERRAL = (
    f"{_KIND} IN ('person', 'county', 'prison')"
    " AND EXISTS (SELECT 1 FROM referral WHERE referral.id = {table}.referral_id)"
)
_CLIENT = _own(
    person=f"id = {_OF}",
    prison=f"prison = {_OF}",
    county=f"(county = {_OF}"
    " OR EXISTS (SELECT 1 FROM referral WHERE referral.client_id = client.id"
    f" AND referral.county = {_OF})"
    " OR EXISTS (SELECT 1 FROM meeting WHERE meeting.client_id = client.id"
    f" AND meeting.county = {_OF}))",
)
WALLS = {
    "client": _CLIENT,
    "referral": _OWN_ROWS,
    "meeting": _OWN_ROWS,
    "alert": _own(person=f"client_id = {_OF}", prison=f"prison = {_OF}"),
    "access_code": _own(person=f"client_id = {_OF}", prison=f"prison = {_OF}"),
    **dict.fromkeys(
        ("message", "intake", "review", "consent_log", "draft", "help_report", "sign_in"),
        _OF_PERSON,
    ),
    "client_times": _OF_PERSON,
    **dict.fromkeys(("referral_version", "referral_event", "referral_presence"), _OF_REFERRAL),
    "support_event": _OF_REFERRAL,
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, wall in WALLS.items():
        inside = f"{_OPEN} OR {wall.format(table=table)}"
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        # Also for the owner of the tables, as which the service usually comes.
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY wall ON {table} USING ({inside})")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in WALLS:
        op.execute(f"DROP POLICY wall ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
