"""Child processes that cannot be left behind.

Each child leads a process group of its own: a Ctrl-C in the terminal reaches only the
supervisor, which then stops the children in order, with all that they started. If the
supervisor itself is killed, the kernel ends the children.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

PR_SET_PDEATHSIG = 1
LONGEST_LINE = 4000

_libc = ctypes.CDLL(None, use_errno=True)

Say = Callable[[str], None]


def die_with(parent: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to end this process when its parent is gone.

    SIGKILL for children: a supervisor that was killed cannot wait for anyone's last
    words, and everything that was acknowledged is on the disk already.
    """
    _libc.prctl(PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:  # it died before the kernel knew
        os.kill(os.getpid(), how)


class Child:
    """One running process, its group, and its output line by line."""

    alive: ClassVar[set[Child]] = set()

    def __init__(self, process: asyncio.subprocess.Process, say: Say) -> None:
        self._process = process
        self._output = asyncio.create_task(self._pass_on(say))
        Child.alive.add(self)

    @classmethod
    async def start(
        cls, argv: Sequence[str | Path], env: Mapping[str, str], cwd: Path, say: Say
    ) -> Child:
        """Start it; each line that it prints goes to `say`."""
        parent = os.getpid()
        process = await asyncio.create_subprocess_exec(
            *argv,
            env=env,
            cwd=cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: die_with(parent),
        )
        return cls(process, say)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def wait(self) -> int:
        """Wait until it has ended, with everything that it started; its exit code."""
        code = await self._process.wait()
        self.kill()
        # What it had printed is passed on; a pipe that someone still holds is not waited for.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._output, 1)
        Child.alive.discard(self)
        return code

    async def stop(self, grace: float) -> None:
        """Ask the group to end; after `grace` seconds it is not asked any more."""
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(asyncio.shield(self._process.wait()), grace)
        except TimeoutError:
            self.kill()
        await self.wait()

    def kill(self) -> None:
        """End the group at once."""
        self._signal(signal.SIGKILL)

    def _signal(self, how: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, how)

    async def _pass_on(self, say: Say) -> None:
        assert self._process.stdout is not None  # noqa: S101 - asked for in start()
        rest = b""
        while chunk := await self._process.stdout.read(65536):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                say(line[:LONGEST_LINE].decode(errors="replace").rstrip())
            rest = rest[:LONGEST_LINE]
        if rest:
            say(rest.decode(errors="replace").rstrip())


async def run_to_end(
    argv: Sequence[str | Path], env: Mapping[str, str], cwd: Path, say: Say
) -> int:
    """Run a child that ends by itself; being cancelled ends it."""
    child = await Child.start(argv, env, cwd, say)
    try:
        return await child.wait()
    finally:
        if child in Child.alive:
            await child.stop(grace=5)
