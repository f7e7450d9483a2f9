"""Several processes write to one database: the service, the command line, a second service."""

import asyncio
import multiprocessing

import pytest

from bot.persistence.database import open_database, sync_run
from tests.integration.persistence.direct import value
from tests.integration.persistence.situations import NOW, add_prisons

PROCESSES, EACH = 2, 40


def write_many(settings, process):
    async def write():
        database = open_database(settings)

        async def one(number):
            message_id = f"{process}-{number}"
            await database.run(
                lambda uow: uow.threads.add("matti", message_id, "client", NOW, {"text": "hei"})
            )

        await asyncio.gather(*(one(number) for number in range(EACH)))
        await database.close()

    asyncio.run(write())


def test_no_message_is_lost_between_processes(settings):
    sync_run(settings, add_prisons)
    spawn = multiprocessing.get_context("spawn")
    processes = [
        spawn.Process(target=write_many, args=(settings, number)) for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    thread = sync_run(settings, lambda uow: uow.threads.everything("matti"))
    assert [message.seq for message in thread] == list(range(1, PROCESSES * EACH + 1))


@pytest.mark.parametrize(
    "kind", [pytest.param("postgres", marks=pytest.mark.needs_postgres)], indirect=True
)
async def test_after_the_server_dropped_its_connections_the_service_goes_on(database, settings):
    await database.run(lambda uow: uow.throttle.add("code", NOW))
    value(
        settings,
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    assert await database.healthy() is True
    await database.run(lambda uow: uow.throttle.add("code", NOW))
    assert await database.read(lambda uow: uow.throttle.count("code", NOW)) == 2
