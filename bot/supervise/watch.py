"""Keeps the parts running: starts them, waits until they answer, starts them again."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.supervise.probe import http_status
from bot.supervise.process import Child, Say


class CannotStart(Exception):
    """A part that a restart will not help; the message is one line for the operator."""


@dataclass(frozen=True)
class Part:
    """One process of the service and how to see that it is well."""

    name: str
    argv: tuple[str | Path, ...]
    env: Mapping[str, str]
    cwd: Path
    ready_url: str
    # The web process says "not ready" while Rasa is away; restarting it would not help.
    restart_when_not_ready: bool = False
    # Asked before every start, also after a crash; raises CannotStart.
    check: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True)
class Patience:
    """How long the supervisor waits for what, in seconds."""

    start: float = 180
    poll: float = 0.2
    health_every: float = 10
    health_timeout: float = 10
    # So many missed health checks in a row mean that the part hangs.
    misses: int = 6
    back_off: float = 1
    longest_back_off: float = 30
    # A part that ran so long before it died starts with the first back-off again.
    well_after: float = 60
    stop: float = 10
    # So many deaths before it ever answered mean that it never will.
    first_tries: int = 3


class Supervisor:
    """Runs the parts until it is cancelled; raises CannotStart when one never answers."""

    def __init__(self, parts: list[Part], say: Say, patience: Patience | None = None) -> None:
        self._parts = parts
        self._say = say
        self._patience = patience or Patience()
        self._ready = {part.name: asyncio.Event() for part in parts}

    async def run(self, when_ready: Callable[[], None]) -> None:
        """Start all parts together and keep them running."""
        keepers = [asyncio.create_task(self._keep(part)) for part in self._parts]
        ready = asyncio.create_task(self._all_ready())
        try:
            await asyncio.wait({ready, *keepers}, return_when=asyncio.FIRST_COMPLETED)
            if ready.done():
                ready.result()
                when_ready()
            # A keeper only ends by refusing to go on.
            done, _ = await asyncio.wait(keepers, return_when=asyncio.FIRST_COMPLETED)
            for keeper in done:
                keeper.result()
        finally:
            for task in (ready, *keepers):
                task.cancel()
            await asyncio.gather(ready, *keepers, return_exceptions=True)

    async def _all_ready(self) -> None:
        waits = [event.wait() for event in self._ready.values()]
        try:
            async with asyncio.timeout(self._patience.start):
                await asyncio.gather(*waits)
        except TimeoutError:
            silent = [name for name, event in self._ready.items() if not event.is_set()]
            raise CannotStart(
                f"{' and '.join(silent)} did not answer within {self._patience.start:.0f} s"
            ) from None

    async def _keep(self, part: Part) -> None:
        back_off, tries = self._patience.back_off, 0
        while True:
            part.check()
            began = time.monotonic()
            code = await self._run_once(part)
            if not self._ready[part.name].is_set():
                tries += 1
                if tries >= self._patience.first_tries:
                    raise CannotStart(f"{part.name} does not start: it ended {tries} times")
            if time.monotonic() - began > self._patience.well_after:
                back_off = self._patience.back_off
            self._say(f"{part.name} ended ({_why(code)}); starting it again in {back_off:g} s")
            await asyncio.sleep(back_off)
            back_off = min(2 * back_off, self._patience.longest_back_off)

    async def _run_once(self, part: Part) -> int:
        try:
            child = await Child.start(
                part.argv, part.env, part.cwd, lambda line: self._say(f"{part.name} | {line}")
            )
        except OSError as error:
            raise CannotStart(f"{part.name} does not start: {error}") from None
        health = asyncio.create_task(self._watch_health(part, child))
        try:
            return await child.wait()
        finally:
            health.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await health
            if child in Child.alive:
                await child.stop(self._patience.stop)

    async def _watch_health(self, part: Part, child: Child) -> None:
        patience = self._patience
        deadline = time.monotonic() + patience.start
        while (status := await http_status(part.ready_url, patience.health_timeout)) != 200:
            if time.monotonic() > deadline and (status is None or part.restart_when_not_ready):
                self._say(f"{part.name} runs but does not answer; ending it")
                child.kill()
                return
            await asyncio.sleep(patience.poll)
        if self._ready[part.name].is_set():
            self._say(f"{part.name} answers again")
        self._ready[part.name].set()
        missed = 0
        while missed < patience.misses:
            await asyncio.sleep(patience.health_every)
            status = await http_status(part.ready_url, patience.health_timeout)
            well = status == 200 or (status is not None and not part.restart_when_not_ready)
            missed = 0 if well else missed + 1
        self._say(f"{part.name} has missed {missed} health checks; ending it")
        child.kill()


def _why(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
