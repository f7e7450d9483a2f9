"""A database that is not there is told apart from a fault in the service."""

import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.casework.ports import DatabaseAway
from bot.persistence.database import open_database
from tests.integration.persistence.conftest import settings_in
from tests.integration.persistence.situations import NOW, a_client
from tests.servers import free_port


async def ask(settings):
    database = open_database(settings)
    try:
        with pytest.raises(DatabaseAway):
            await database.read(lambda uow: uow.prisons.everyone())
        with pytest.raises(DatabaseAway):
            await database.run(lambda uow: uow.throttle.add("code", NOW))
        return await database.healthy()
    finally:
        await database.close()


async def test_a_server_that_is_down_is_away(tmp_path):
    url = f"postgresql://reitti:hunter2@127.0.0.1:{free_port()}/reitti"
    assert await ask(settings_in(tmp_path, url)) is False


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_file_that_another_process_never_gives_back_is_away(
    settings, database, monkeypatch
):
    await database.run(lambda uow: uow.throttle.add("code", NOW))
    monkeypatch.setattr("bot.persistence.engines.BUSY_MILLISECONDS", 50)
    other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
    other.execute("BEGIN IMMEDIATE")
    impatient = open_database(settings)
    with pytest.raises(DatabaseAway):
        await impatient.run(lambda uow: uow.throttle.add("code", NOW))
    # Reading goes on beside a writer.
    assert await impatient.read(lambda uow: uow.throttle.count("code", NOW)) == 1
    other.close()
    await impatient.run(lambda uow: uow.throttle.add("code", NOW))
    await impatient.close()


async def test_a_mistake_in_a_use_case_is_not_called_absence(database):
    with pytest.raises(SQLAlchemyError):
        await database.run(lambda uow: uow.clients.add(a_client("new", prison="nowhere")))


class Loses(Exception):
    """What the driver raises when somebody else went first."""

    sqlstate = "40P01"


@pytest.mark.parametrize(
    "kind", [pytest.param("postgres", marks=pytest.mark.needs_postgres)], indirect=True
)
@pytest.mark.parametrize("way", ["read", "run"])
async def test_who_loses_against_another_tries_again_and_then_is_told_to_come_later(database, way):
    tries = []

    def work(times):
        def tried(uow):
            tries.append(1)
            if len(tries) <= times:
                raise DBAPIError("", {}, Loses())
            return uow.prisons.everyone()

        return tried

    assert await getattr(database, way)(work(2))
    assert len(tries) == 3
    tries.clear()
    with pytest.raises(DatabaseAway):
        await getattr(database, way)(work(99))
