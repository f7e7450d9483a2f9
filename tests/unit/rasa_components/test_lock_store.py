import asyncio
import shutil
import socket
import subprocess
import time

import pytest
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from bot.rasa_components.lock_store import SharedLockStore


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def redis():
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("needs_redis: Debian package: redis-server")
    port = free_port()
    process = subprocess.Popen(
        [program, "--bind", "127.0.0.1", "--port", str(port), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 10
    while socket.socket().connect_ex(("127.0.0.1", port)) and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"redis://127.0.0.1:{port}/0", process
    process.kill()
    process.wait()


async def turns_at_once(stores, seconds=0.05):
    busy, most = 0, 0

    async def turn(store):
        nonlocal busy, most
        async with store.lock("matti"):
            busy += 1
            most = max(most, busy)
            await asyncio.sleep(seconds)
            busy -= 1

    await asyncio.gather(*(turn(store) for store in stores))
    return most


@pytest.mark.asyncio
async def test_in_one_process_turns_of_one_person_wait_for_each_other():
    store = SharedLockStore(url="")
    assert await turns_at_once([store] * 3) == 1


@pytest.mark.asyncio
async def test_processes_that_share_redis_wait_for_each_other(redis):
    url, _ = redis
    stores = [SharedLockStore(url=url) for _ in range(4)]
    assert await turns_at_once(stores) == 1


@pytest.mark.asyncio
async def test_a_lock_of_somebody_who_died_ends_by_itself(redis):
    url, _ = redis
    dead, living = SharedLockStore(url=url), SharedLockStore(url=url)
    holding = dead.lock("matti", lock_lifetime=0.3)
    await holding.__aenter__()
    async with living.lock("matti", lock_lifetime=2):
        pass


@pytest.mark.asyncio
async def test_who_was_too_slow_does_not_let_another_ones_lock_go(redis):
    url, _ = redis
    slow, next_one, third = (SharedLockStore(url=url) for _ in range(3))
    async with slow.lock("matti", lock_lifetime=0.1):
        await asyncio.sleep(0.2)
        holding = next_one.lock("matti", lock_lifetime=5)
        await holding.__aenter__()
    with pytest.raises(LockError):
        async with third.lock("matti", lock_lifetime=0.1):
            pass


@pytest.mark.asyncio
async def test_redis_gone_is_an_error_and_no_turn_in_silence(redis):
    url, process = redis
    store = SharedLockStore(url=url)
    await store.check()
    process.kill()
    process.wait()
    with pytest.raises(LockError):
        await store.check()
    with pytest.raises(LockError):
        async with store.lock("matti"):
            pytest.fail("a turn began without a lock")


def test_rasa_finds_it_by_the_name_in_endpoints_yml(monkeypatch):
    monkeypatch.delenv("REITTI_REDIS_URL", raising=False)
    made = LockStore.create(EndpointConfig(type="bot.rasa_components.lock_store.SharedLockStore"))
    assert isinstance(made, SharedLockStore)
