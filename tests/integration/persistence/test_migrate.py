"""The tables are made once, whoever comes first, beside what others keep there."""

import asyncio
import datetime as dt
import multiprocessing

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from bot.casework.referral import ReferralState
from bot.persistence.database import open_database
from bot.persistence.engines import is_sqlite, postgres_engine, sqlite_engine
from bot.persistence.migrate import VERSION_TABLE, upgrade
from bot.persistence.tables import metadata
from bot.settings import ROOT
from tests.integration.persistence.direct import connection, value
from tests.integration.persistence.situations import a_referral, add_prisons


def on_connection(settings, ask):
    """What ``ask`` learns from a connection of the driver that the service uses."""
    if is_sqlite(settings.database_url):
        engine = sqlite_engine(settings.database_url)
        with engine.begin() as opened:
            return ask(opened)

    async def once():
        engine = postgres_engine(settings.database_url)
        async with engine.begin() as opened:
            return await opened.run_sync(ask)

    return asyncio.run(once())


def differences(opened):
    own = {*metadata.tables, VERSION_TABLE}
    options = {
        "version_table": VERSION_TABLE,
        "include_name": lambda name, kind, _: kind != "table" or name in own,
    }
    context = MigrationContext.configure(opened, opts=options)
    return compare_metadata(context, metadata)


def test_an_empty_database_gets_exactly_the_tables_that_the_code_knows(empty_settings):
    upgrade(empty_settings)
    assert on_connection(empty_settings, differences) == []


def test_upgrading_again_changes_nothing_and_loses_nothing(empty_settings):
    upgrade(empty_settings)

    async def use(work, how):
        database = open_database(empty_settings)
        try:
            return await getattr(database, how)(work)
        finally:
            await database.close()

    asyncio.run(use(add_prisons, "run"))
    upgrade(empty_settings)
    assert asyncio.run(use(lambda uow: uow.clients.get("matti").name, "read")) == "Nimi matti"


def test_tables_of_rasa_in_the_same_database_are_left_alone(empty_settings):
    with connection(empty_settings) as opened:
        opened.execute("CREATE TABLE rasa_tracker (id TEXT PRIMARY KEY, sealed TEXT)")
        opened.execute("INSERT INTO rasa_tracker VALUES ('a', 'b')")
    upgrade(empty_settings)
    assert value(empty_settings, "SELECT count(*) FROM rasa_tracker") == 1


def test_two_processes_that_upgrade_at_once_do_not_disturb_each_other(empty_settings):
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=upgrade, args=(empty_settings,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert on_connection(empty_settings, differences) == []


def test_an_upgrade_that_fails_leaves_nothing_half_made(empty_settings, monkeypatch):
    with connection(empty_settings) as opened:
        # In the way of the last migration.
        opened.execute("CREATE TABLE failed_try (id TEXT)")
    with pytest.raises(sa.exc.DBAPIError):
        upgrade(empty_settings)
    tables = on_connection(empty_settings, lambda opened: sa.inspect(opened).get_table_names())
    assert tables == ["failed_try"]


async def test_a_database_without_tables_is_not_healthy(empty_settings):
    database = open_database(empty_settings)
    assert await database.healthy() is False
    await asyncio.to_thread(upgrade, empty_settings)
    assert await database.healthy() is True
    await database.close()


def test_the_order_of_the_queue_is_made_for_what_was_there_before(empty_settings):
    upgrade(empty_settings)

    async def add():
        database = open_database(empty_settings)
        try:
            await database.run(_with_two_referrals)
        finally:
            await database.close()

    asyncio.run(add())
    on_connection(empty_settings, lambda opened: _downgrade(opened, "0006"))
    assert "is_open" not in on_connection(empty_settings, _columns_of_referral)
    upgrade(empty_settings)
    assert on_connection(empty_settings, differences) == []
    query = "SELECT is_open, CAST(release_by AS text) FROM referral ORDER BY id"
    rows = on_connection(empty_settings, lambda opened: opened.exec_driver_sql(query).all())
    assert [(bool(is_open), day) for is_open, day in rows] == [
        (False, "9999-12-30"),
        (True, "2026-12-03"),
    ]


def _with_two_referrals(uow):
    add_prisons(uow)
    uow.referrals.add(a_referral("a", state=ReferralState.CLOSED))
    uow.referrals.add(a_referral("b", release_date=dt.date(2026, 12, 3)))


def _columns_of_referral(opened):
    return [column["name"] for column in sa.inspect(opened).get_columns("referral")]


def _downgrade(opened, to):
    config = Config()
    config.set_main_option("script_location", str(ROOT / "bot" / "persistence" / "migrations"))
    config.attributes["connection"] = opened
    command.downgrade(config, to)
