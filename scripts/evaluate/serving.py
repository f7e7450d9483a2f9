"""The memory of one Rasa process that serves the current model."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import urllib.request
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from bench.machine import free_port, tree
from bot.settings import Settings
from bot.supervise.environment import complete
from bot.supervise.parts import rasa_part
from bot.supervise.prepare import prepare
from bot.supervise.probe import http_status
from bot.supervise.process import Child
from scripts.evaluate.lines import Line
from scripts.evaluate.reading import as_asked, current_model

GOAL_MB = 600.0
_START_SECONDS = 120.0
_STOP_SECONDS = 10.0


class DoesNotServe(Exception):
    """Rasa did not get ready; its last lines are in the message."""


def serving_memory(lines: Sequence[Line]) -> float:
    """Resident MB (10^6 bytes) of Rasa as `make run` starts it, when it has read the lines.

    Raises DoesNotServe, ModelRefused when there is no model, and OSError when it does not
    answer.
    """
    with tempfile.TemporaryDirectory(prefix="reitti-evaluate-") as home:
        return asyncio.run(_measure(Path(home), lines))


async def _measure(home: Path, lines: Sequence[Line]) -> float:
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("REITTI_")},
        "REITTI_MODELS_DIR": str(Settings.from_environment().models_dir),
        "REITTI_VAR_DIR": str(home),
        "REITTI_PORT": str(free_port()),
        "REITTI_DEMO": "0",
    }
    settings = complete(Settings.from_environment(env), env)
    await asyncio.to_thread(prepare, settings)
    part = rasa_part(settings, current_model(settings), env)
    printed: deque[str] = deque(maxlen=20)
    child = await Child.start(part.argv, part.env, part.cwd, printed.append)
    try:
        await _until_ready(str(part.ready_url), printed)
        for line in lines:
            await asyncio.to_thread(_ask, settings, as_asked(line))
        return sum(map(resident_mb, tree(child.pid)))
    finally:
        await child.stop(_STOP_SECONDS)


async def _until_ready(url: str, printed: Sequence[str]) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _START_SECONDS
    while await http_status(url, 5) != 200:
        if loop.time() > deadline:
            raise DoesNotServe("\n".join(printed))
        await asyncio.sleep(0.2)


def _ask(settings: Settings, asked: dict[str, str]) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{settings.rasa_port}/webhooks/reitti/parse",
        data=json.dumps(asked).encode(),
        headers={"X-Reitti-Secret": settings.rasa_secret, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        reply.read()


def resident_mb(pid: int) -> float:
    """What the process has in memory, what it shares with others included."""
    for row in Path(f"/proc/{pid}/status").read_text().splitlines():
        if row.startswith("VmRSS:"):
            return int(row.split()[1]) * 1024 / 1e6
    return 0.0
