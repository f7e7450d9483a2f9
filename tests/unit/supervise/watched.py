"""A part to watch, and what it was seen to do."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.supervise.watch import Part, Patience, Supervisor
from tests.servers import free_port

SMALL_PART = Path(__file__).with_name("small_part.py")
HURRY = Patience(
    start=10,
    poll=0.02,
    health_every=0.05,
    health_timeout=0.2,
    misses=3,
    back_off=0.05,
    longest_back_off=0.2,
    stop=1,
)


def is_running(pid: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something that another process does."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what happens elsewhere sets no event
            await asyncio.sleep(0.02)


@dataclass
class Watched:
    """A small part under a supervisor."""

    folder: Path
    port: int = field(default_factory=free_port)
    lines: list[str] = field(default_factory=list)

    def part(self, *behaviour: str, **settings: object) -> Part:
        return Part(
            name="small",
            argv=(sys.executable, SMALL_PART, str(self.folder), str(self.port), *behaviour),
            env=dict(os.environ),
            cwd=self.folder,
            ready_url=f"http://127.0.0.1:{self.port}/health",
            **settings,
        )

    @property
    def starts(self) -> list[int]:
        file = self.folder / "starts"
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def set_status(self, status: str) -> None:
        (self.folder / "status").write_text(status)

    @asynccontextmanager
    async def supervised(self, part: Part, patience: Patience = HURRY):
        """Run the supervisor; wait until the part answers; stop it at the end."""
        ready = asyncio.Event()
        task = asyncio.create_task(Supervisor([part], self.lines.append, patience).run(ready.set))
        try:
            async with asyncio.timeout(10):
                await ready.wait()
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
