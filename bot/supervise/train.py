"""Trains the model when its inputs changed, once even if two instances start together."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from bot.supervise.model import (
    ModelRecord,
    inputs_sha256,
    is_current,
    read_record,
    record_model,
    verify,
)
from bot.supervise.process import Say, run_to_end
from bot.supervise.watch import CannotStart

LAST_LINES = 30


async def ensure_model(
    root: Path, models_dir: Path, python: Path, env: Mapping[str, str], say: Say
) -> ModelRecord:
    """The model that belongs to this checkout: the recorded one, or a newly trained one."""
    models_dir.mkdir(parents=True, exist_ok=True)
    async with _alone(models_dir / ".training", say):
        inputs = inputs_sha256(root)
        record = read_record(models_dir)
        if record is None or not is_current(record, models_dir, inputs):
            record = await _train(root, models_dir, inputs, python, env, say)
    verify(record, models_dir)
    return record


async def _train(
    root: Path, models_dir: Path, inputs: str, python: Path, env: Mapping[str, str], say: Say
) -> ModelRecord:
    name = f"reitti-{inputs[:12]}"
    began = time.monotonic()
    say("Training the model (some minutes; only when its inputs changed)")
    data = [f"data/{kind}" for kind in ("nlu", "rules", "stories")]
    argv = [
        *(str(python), "-m", "bot.supervise.rasa", "train"),
        *("--config", "config.yml", "--domain", "domain.yml"),
        *("--data", *(path for path in data if (root / path).exists())),
        *("--out", str(models_dir), "--fixed-model-name", name),
        # Rasa's cache does not see a change in what a component imports.
        "--force",
        # `make test-dialogue` validates; here it would only take time.
        "--skip-validation",
    ]
    output: deque[str] = deque(maxlen=LAST_LINES)
    code = await run_to_end(argv, env, root, output.append)
    model = f"{name}.tar.gz"
    if code != 0 or not (models_dir / model).is_file():
        for line in output:
            say(f"train | {line}")
        raise CannotStart(f"Training failed (exit code {code}).")
    say(f"Trained in {time.monotonic() - began:.0f} s")
    return record_model(models_dir, model, inputs)


@contextlib.asynccontextmanager
async def _alone(lock: Path, say: Say) -> AsyncIterator[None]:
    """Hold a file lock; the kernel lets go of it even if we are killed."""
    with lock.open("w") as file:
        told = False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not told:
                    say("Waiting: another instance is training the model")
                told = True
                await asyncio.sleep(0.5)
        yield
