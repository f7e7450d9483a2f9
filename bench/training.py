"""Stock Rasa's model: trained once, kept under var/ by the hash of what it is made from."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from bench.machine import Say
from bot.settings import ROOT
from bot.supervise.parts import RASA_PYTHON
from bot.supervise.process import run_to_end

PROJECT = ROOT / "bench" / "stock"
LAID_OVER = ROOT / ".venv-rasa" / "stock"
_INPUTS = ("config.yml", "domain.yml", "data/nlu.yml", "data/rules.yml", "data/stories.yml")
_PACKAGES = ("requirements/rasa.txt", "requirements/stock.txt")


class NoModel(Exception):
    """Stock Rasa could not be trained or its packages are missing."""


def stock_environment() -> dict[str, str]:
    """What stock Rasa is told: nothing but to be quiet and where its packages are."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("REITTI_")},
        "PYTHONPATH": str(LAID_OVER),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONUNBUFFERED": "1",
        # Reitti's supervisor and make leave theirs; stock Rasa gets the machine's.
        "SANIC_WORKERS": "1",
    }


def model_path(var_dir: Path) -> Path:
    """Where the model of today's inputs lies, or will lie."""
    total = hashlib.sha256()
    for path in (*(PROJECT / name for name in _INPUTS), *(ROOT / name for name in _PACKAGES)):
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return var_dir / "bench" / f"stock-{total.hexdigest()[:12]}.tar.gz"


async def ensure_model(var_dir: Path, say: Say) -> Path:
    """The trained model; some minutes the first time."""
    if not (LAID_OVER / "jsonschema").is_dir():
        raise NoModel("Stock Rasa's packages are missing: `make bench` installs them")
    model = model_path(var_dir)
    if model.is_file():
        return model
    say("Training stock Rasa (some minutes; only when its inputs changed)")
    model.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reitti-bench-") as scratch:
        argv = (
            *("nice", "-n", "15", RASA_PYTHON, "-m", "rasa", "train"),
            *("--config", "config.yml", "--domain", "domain.yml", "--data", "data"),
            *("--out", scratch, "--fixed-model-name", "stock"),
        )
        # Rasa's cache would land in the project's folder.
        env = {**stock_environment(), "RASA_CACHE_DIRECTORY": str(Path(scratch) / "cache")}
        lines: list[str] = []
        code = await run_to_end(argv, env, PROJECT, lines.append)
        made = Path(scratch) / "stock.tar.gz"
        if code != 0 or not made.is_file():
            for line in lines[-20:]:
                say(line)
            raise NoModel(f"Training stock Rasa failed (exit code {code})")
        fresh = model.with_suffix(f".{os.getpid()}")
        shutil.move(made, fresh)
        fresh.replace(model)
    return model
