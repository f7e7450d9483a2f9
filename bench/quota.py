"""Holds each process to a share of a core, so that the machine is not the limit."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
PERIOD = 100_000


class NoQuota(Exception):
    """Groups of the kernel are needed, and the right to make them."""


class Quota:
    """One group of the kernel; a process that is put in has so much of a core, with its children."""

    def __init__(self, name: str, cores: float) -> None:
        older = (ROOT / "cpu").is_dir()
        self._folder = (ROOT / "cpu" if older else ROOT) / f"reitti-{os.getpid()}-{name}"
        quota = int(PERIOD * cores)
        try:
            self._folder.mkdir()
            if older:
                (self._folder / "cpu.cfs_period_us").write_text(str(PERIOD))
                (self._folder / "cpu.cfs_quota_us").write_text(str(quota))
            else:
                (self._folder / "cpu.max").write_text(f"{quota} {PERIOD}")
        except OSError as error:
            raise NoQuota(f"groups of the kernel can't be made: {error.strerror}") from None

    def hold(self, pid: int) -> None:
        """From now on, with all its threads."""
        (self._folder / "cgroup.procs").write_text(str(pid))

    def remove(self) -> None:
        """When its processes are gone."""
        with contextlib.suppress(OSError):
            self._folder.rmdir()
