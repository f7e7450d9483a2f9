import asyncio
import os
import sys

import pytest

from bench import machine, sides
from bench.sides import DoesNotStart, RunningSide

SLEEPS = "import time; time.sleep(60)"
STARTS_ONE = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{SLEEPS}'])"
SAYS = "print('the reason'); raise SystemExit(3)"


class Mute(RunningSide):
    """Starts a process that never answers."""

    name = "stock"

    def __init__(self, program):
        self.said = []
        super().__init__(self.said.append)
        self.program = program
        self.pids = []
        self.launched = asyncio.Event()

    async def prepare(self):
        raise NotImplementedError

    async def _is_ready(self):
        return False

    async def _get_ready(self):
        return

    async def _start_processes(self):
        await self._launch("only", (sys.executable, "-c", self.program), dict(os.environ), "/")
        self.pids.append(self._children["only"].pid)
        self.launched.set()

    async def people(self, count):
        raise NotImplementedError


async def test_a_side_that_never_answers_leaves_no_process(monkeypatch):
    monkeypatch.setattr(sides, "START_TIMEOUT", 0.5)
    side = Mute(STARTS_ONE)
    with pytest.raises(DoesNotStart, match="not ready in time"):
        await side.start()
    assert not machine.lives(side.pids[0])


async def test_stopping_while_a_side_starts_leaves_no_process():
    side = Mute(STARTS_ONE)
    starting = asyncio.create_task(side.start())
    await side.launched.wait()
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert not machine.lives(side.pids[0])
    assert side._http is None


async def test_a_side_that_ends_says_why():
    side = Mute(SAYS)
    with pytest.raises(DoesNotStart, match="a process ended"):
        await side.start()
    assert "stock | the reason" in side.said


async def test_a_stopped_side_takes_what_it_started_with_it():
    side = Mute(STARTS_ONE)
    await side._start_processes()
    for _ in range(100):
        family = machine.tree(side.pids[0])
        if len(family) == 2:
            break
        await asyncio.sleep(0.05)
    assert len(family) == 2
    assert side.memory_mb()["only"] > machine.pss_mb(family[-1]) > 0
    await side.stop()
    # The kernel takes a moment for those that are nobody's child any more.
    for _ in range(100):
        if not any(map(machine.lives, family)):
            break
        await asyncio.sleep(0.02)
    assert not [pid for pid in family if machine.lives(pid)]


def test_facts_name_no_machine():
    facts = machine.facts()
    assert facts["cores"] >= 1
    assert os.uname().nodename not in str(facts.values())
