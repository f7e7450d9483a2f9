"""Expand and contract: after each migration the program before it still reads and writes.

Processes are renewed one after the other, so for a while old ones use new tables. A migration
therefore only adds: tables, columns that a row may do without, indexes. What is to go is first
used by nobody for one release, and goes in a migration that says so (``CONTRACTS = True``).
See docs/upgrading.md.
"""

import asyncio

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from bot.persistence.database import open_database
from bot.persistence.migrate import (
    UnknownRevision,
    _config,
    downgrade,
    newest_revision,
    upgrade,
)
from tests.integration.persistence.situations import add_prisons
from tests.integration.persistence.test_migrate import differences, on_connection

SCRIPTS = ScriptDirectory.from_config(_config())
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
# The tables of the first release; what made them had no program before it.
FIRST = "0005"


def contracts(revision):
    return getattr(SCRIPTS.get_revision(revision).module, "CONTRACTS", False)


def shape(opened):
    """Each table with its columns: kind, whether it may be empty, what it is without a word."""
    inspector = sa.inspect(opened)
    return {
        table: {
            column["name"]: (str(column["type"]), column["nullable"], column["default"])
            for column in inspector.get_columns(table)
        }
        for table in inspector.get_table_names()
    }


def misses(before, after):
    """What the program of ``before`` would stumble over in the tables of ``after``."""
    for table, columns in before.items():
        if table not in after:
            yield f"{table} is gone"
            continue
        for name, (kind, nullable, _) in columns.items():
            if name not in after[table]:
                yield f"{table}.{name} is gone"
            elif after[table][name][0] != kind:
                yield f"{table}.{name} is another kind"
            elif nullable and not after[table][name][1]:
                yield f"{table}.{name} may no longer be empty"
        for name in after[table].keys() - columns.keys():
            _, nullable, default = after[table][name]
            if not nullable and default is None:
                yield f"{table}.{name} is asked for"


def test_each_migration_only_adds(empty_settings):
    upgrade(empty_settings, FIRST)
    before = on_connection(empty_settings, shape)
    for revision in REVISIONS[REVISIONS.index(FIRST) + 1 :]:
        upgrade(empty_settings, revision)
        after = on_connection(empty_settings, shape)
        assert contracts(revision) or list(misses(before, after)) == [], revision
        before = after


def test_a_migration_that_takes_something_away_would_be_seen():
    before = {"a": {"x": ("TEXT", True, None), "y": ("TEXT", False, None)}, "b": {}}
    after = {"a": {"x": ("TEXT", False, None), "z": ("TEXT", False, None)}}
    assert set(misses(before, after)) == {
        "a.x may no longer be empty", "a.y is gone", "a.z is asked for", "b is gone",
    }  # fmt: skip
    assert list(misses({"a": {}}, {"a": {"x": ("TEXT", True, None)}, "c": {}})) == []


def test_forward_back_and_forward_again_keeps_what_was_written(empty_settings):
    upgrade(empty_settings)

    async def use(how, work):
        database = open_database(empty_settings)
        try:
            return await getattr(database, how)(work)
        finally:
            await database.close()

    asyncio.run(use("run", add_prisons))
    for revision in reversed(REVISIONS[REVISIONS.index(FIRST) : -1]):
        downgrade(empty_settings, revision)
    upgrade(empty_settings)
    assert on_connection(empty_settings, differences) == []
    assert asyncio.run(use("read", lambda uow: uow.clients.get("matti").name)) == "Nimi matti"


def test_back_to_a_revision_that_nobody_knows_is_refused(empty_settings):
    upgrade(empty_settings)
    with pytest.raises(UnknownRevision):
        downgrade(empty_settings, "9999")
    assert newest_revision() == REVISIONS[-1]


async def test_a_program_that_is_older_than_the_tables_serves_on(empty_settings):
    """It asks for its own columns by name and never whether the tables are of its time."""
    await asyncio.to_thread(upgrade, empty_settings)

    def one_more(opened):
        opened.exec_driver_sql("ALTER TABLE client ADD COLUMN of_tomorrow TEXT")
        opened.exec_driver_sql("CREATE TABLE tomorrow (id TEXT PRIMARY KEY)")
        opened.exec_driver_sql("UPDATE reitti_version SET version_num = '9999'")

    await asyncio.to_thread(on_connection, empty_settings, one_more)
    database = open_database(empty_settings)
    try:
        assert await database.healthy()
        await database.run(add_prisons)
        assert await database.read(lambda uow: uow.clients.get("matti").name) == "Nimi matti"
    finally:
        await database.close()
