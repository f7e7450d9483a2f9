"""Signals to the supervisor's own process, and its sudden death."""

import asyncio
import os
import signal
import sys
import textwrap

import pytest

from tests.programs import ROOT
from tests.unit.supervise.watched import is_running, until

SUPERVISOR = textwrap.dedent("""
    import asyncio, sys
    from pathlib import Path
    from bot.supervise.__main__ import say, until_signal
    from bot.supervise.watch import Supervisor
    from tests.unit.supervise.watched import Watched
    parts = [Watched(Path(sys.argv[1])).part(*sys.argv[2:])]
    work = Supervisor(parts, say).run(lambda: say("ready"))
    sys.exit(asyncio.run(until_signal(work)))
""")


@pytest.fixture
async def supervisor(watched):
    started = []

    async def start(*behaviour):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", SUPERVISOR, str(watched.folder), *behaviour),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        started.append(process)
        async with asyncio.timeout(10):
            while await process.stdout.readline() != b"ready\n":
                pass
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_stops_everything_in_order(supervisor, watched, number):
    process = await supervisor("grandchild")
    process.send_signal(number)
    output, _ = await asyncio.wait_for(process.communicate(), 10)

    assert process.returncode == 0
    assert output.endswith(b"Stopping\nStopped\n")
    assert not is_running(watched.starts[0])
    assert not is_running(int((watched.folder / "grandchild").read_text()))


async def test_a_second_signal_does_not_wait(supervisor, watched):
    process = await supervisor("deaf")
    process.send_signal(signal.SIGINT)
    await asyncio.sleep(0.3)
    assert is_running(watched.starts[0])
    process.send_signal(signal.SIGINT)
    await asyncio.wait_for(process.wait(), 3)

    assert not is_running(watched.starts[0])


async def test_a_killed_supervisor_leaves_no_part(supervisor, watched):
    process = await supervisor("deaf")
    os.kill(process.pid, signal.SIGKILL)
    await until(lambda: not is_running(watched.starts[0]))
