"""What the machine is, and how much memory a tree of processes really takes."""

from __future__ import annotations

import contextlib
import os
import platform
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.settings import port_is_free
from bot.supervise.environment import INNER_PORTS

Say = Callable[[str], None]
PROC = Path("/proc")


def facts() -> dict[str, Any]:
    """What a reader must know to judge the figures; nothing that names the machine."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory / 2**30),
        "architecture": platform.machine(),
        "python": platform.python_version(),
    }


def lives(pid: int) -> bool:
    """Whether the process runs; one that has ended and only waits to be noticed does not."""
    try:
        return _stat(pid)[0] != "Z"
    except OSError:
        return False


def tree(root: int) -> list[int]:
    """The process and everything it started that still lives."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            # It may end while we look.
            with contextlib.suppress(OSError, IndexError):
                pid = int(entry.name)
                children.setdefault(int(_stat(pid)[1]), []).append(pid)
    found, ahead = [], [root]
    while ahead:
        pid = ahead.pop()
        found.append(pid)
        ahead.extend(children.get(pid, []))
    return found


def pss_mb(root: int) -> float:
    """Memory of a whole tree of processes in MiB; what they share is counted once."""
    return sum(map(own_pss_mb, tree(root)))


def own_pss_mb(pid: int) -> float:
    """Memory of one process in MiB; its share of what it has in common with others."""
    with contextlib.suppress(OSError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def arguments(pid: int) -> list[str]:
    """The command line of a process."""
    with contextlib.suppress(OSError):
        return (PROC / str(pid) / "cmdline").read_text().split("\0")
    return []


def cpu_seconds(root: int) -> float:
    """Processor time that the tree has used so far."""
    ticks = 0
    for pid in tree(root):
        with contextlib.suppress(OSError):
            values = _stat(pid)
            ticks += int(values[11]) + int(values[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """The process's state, its parent, and more; before them stands its name in brackets,
    which may hold spaces."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def free_port() -> int:
    """A port below those that the kernel gives to outgoing connections."""
    tries = random.sample(INNER_PORTS, 200)
    return next(port for port in tries if port_is_free(port))
