"""Of all processes on one database one does a task; the machine lets go when it dies."""

import multiprocessing
import os
import signal
import time

import pytest

from bot.casework.ports import DatabaseAway
from bot.persistence.database import open_database
from tests.integration.persistence.conftest import settings_in
from tests.servers import free_port


async def test_one_may_and_the_other_goes_on(database, settings):
    other = open_database(settings)
    async with database.alone("pump") as first, other.alone("pump") as second:
        assert (first, second) == (True, False)
        async with other.alone("something else") as third:
            assert third
    async with other.alone("pump") as later:
        assert later
    await other.close()


def hold(settings, told):
    import asyncio

    async def for_ever():
        database = open_database(settings)
        async with database.alone("pump") as may:
            told.put(may)
            await asyncio.sleep(60)

    asyncio.run(for_ever())


async def test_a_process_that_is_killed_holds_nothing_back(database, settings):
    spawn = multiprocessing.get_context("spawn")
    told = spawn.Queue()
    process = spawn.Process(target=hold, args=(settings, told), daemon=True)
    process.start()
    assert told.get(timeout=30)
    async with database.alone("pump") as may:
        assert not may
    os.kill(process.pid, signal.SIGKILL)
    process.join(10)
    deadline = time.monotonic() + 10
    while True:
        async with database.alone("pump") as may:
            if may:
                break
        assert time.monotonic() < deadline


async def test_a_server_that_is_down_is_away(tmp_path):
    database = open_database(
        settings_in(tmp_path, f"postgresql://reitti@127.0.0.1:{free_port()}/reitti")
    )
    with pytest.raises(DatabaseAway):
        async with database.alone("pump"):
            pass
    await database.close()
