"""What both sides have in common: processes that are started, timed, weighed and stopped."""

from __future__ import annotations

import asyncio
import re
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench import machine
from bench.load import FAULTS, Person, turn
from bench.machine import Say
from bench.script import Step, steps
from bot.supervise.process import Child

START_TIMEOUT = 300.0
POLL = 0.05
STOP_GRACE = 25.0
LAST_LINES = 40
KEPT_LINES = 1000

_FAULT = re.compile(r"\b(ERROR|CRITICAL)\b|^\w+(\.\w+)*(Error|Exception|Timeout)\b")


class DoesNotStart(Exception):
    """A side did not get ready; its last lines have been printed."""


@dataclass(frozen=True)
class Start:
    """Seconds from starting the processes."""

    ready: float
    first_answer: float


class RunningSide(ABC):
    """One of the two services, in processes that end with this one."""

    name: str

    def __init__(self, say: Say) -> None:
        self._say = say
        self._children: dict[str, Child] = {}
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._http: aiohttp.ClientSession | None = None

    @property
    def script(self) -> list[Step]:
        return steps(self.name)

    @property
    def http(self) -> aiohttp.ClientSession:
        """The load's own client: as many connections as there are persons."""
        assert self._http is not None  # start() opens it
        return self._http

    @abstractmethod
    async def _is_ready(self) -> bool:
        """Whether the service says that it can take a turn."""

    @abstractmethod
    async def prepare(self) -> None:
        """What is there before a second start; not counted."""

    @abstractmethod
    async def _get_ready(self) -> None:
        """What is at hand when the clock starts."""

    @abstractmethod
    async def _start_processes(self) -> None:
        """Launch everything."""

    @abstractmethod
    async def people(self, count: int) -> Sequence[Person]:
        """So many new persons, ready for their first turn."""

    async def start(self) -> Start:
        """Start everything and wait for the first right answer."""
        await self._get_ready()
        self._lines.clear()
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
        )
        began = time.perf_counter()
        try:
            await self._start_processes()
            await self._until_ready(began + START_TIMEOUT)
            ready = time.perf_counter() - began
            (person,) = await self.people(1)
            await turn(person, self.script[0])
        except (DoesNotStart, *FAULTS) as error:
            for line in list(self._lines)[-LAST_LINES:]:
                self._say(f"{self.name} | {line}")
            await self.stop()
            raise DoesNotStart(f"{self.name} does not start: {error}") from None
        except BaseException:
            # Ctrl-C while it starts.
            await self.stop()
            raise
        return Start(ready, time.perf_counter() - began)

    async def stop(self) -> None:
        """End everything, in the order of starting."""
        if self._http is not None:
            await self._http.close()
            self._http = None
        for child in self._children.values():
            if child in Child.alive:
                await child.stop(STOP_GRACE)
        self._children.clear()

    def complaints(self) -> list[str]:
        """What the services themselves said of their faults, the latest."""
        return [line for line in self._lines if _FAULT.search(line)][-LAST_LINES:]

    def page_of(self, person: Person) -> tuple[str, dict[str, str]] | None:  # noqa: ARG002
        """The address of a person's own page, and what their browser sends with it."""
        return None

    def memory_mb(self) -> dict[str, float]:
        """PSS of each part with all that it started."""
        return {part: machine.pss_mb(child.pid) for part, child in self._children.items()}

    def cpu_seconds(self) -> float:
        """Processor time of all parts so far."""
        return sum(machine.cpu_seconds(child.pid) for child in self._children.values())

    async def _launch(
        self, part: str, argv: Sequence[str | Path], env: Mapping[str, str], cwd: Path
    ) -> None:
        self._children[part] = await Child.start(argv, env, cwd, self._lines.append)

    async def _until_ready(self, deadline: float) -> None:
        while not await self._is_ready():
            if time.perf_counter() > deadline:
                raise DoesNotStart("not ready in time")
            if any(not machine.lives(child.pid) for child in self._children.values()):
                raise DoesNotStart("a process ended")
            await asyncio.sleep(POLL)
