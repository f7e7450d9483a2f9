"""Which trained model belongs to the files of this checkout, and whether it is intact.

Rasa loads another model in silence when the one it was asked for is missing, and any
archive that somebody laid into the folder. So the supervisor names one file, and only if
its hash is the one that was recorded when it was trained here.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

# Everything that decides what is learned. Files that do not exist yet may come.
INPUTS = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/rules",
    "data/stories",
    "bot/rasa_components",
    "bot/safety/clean_up.py",
    "requirements/rasa.txt",
)
# Not these, though they lie among them: they serve a model and change nothing in it. The
# words of danger and of dates are not learned either; a running Rasa reads them itself.
SERVING = tuple(
    f"bot/rasa_components/{name}.py"
    for name in (
        "channel",
        "lock_store",
        "parse_lines",
        "quiet_logs",
        "rasa_patches",
        "sealing",
        "slim_imports",
        "tracker_rows",
        "tracker_store",
        "turn_request",
        "turns",
        "understanding",
    )
)
RECORD = "current.json"
KEPT = 3


class ModelRefused(Exception):
    """The model in the folder is not the one that was trained here."""


@dataclass(frozen=True)
class ModelRecord:
    """What was trained, from what."""

    model: str
    inputs_sha256: str
    model_sha256: str


def inputs_sha256(root: Path) -> str:
    """One hash over the names and contents of all inputs."""
    total = hashlib.sha256()
    for path in input_files(root):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def input_files(root: Path) -> Iterator[Path]:
    """All of them, always in the same order."""
    serving = {root / name for name in SERVING}
    for name in INPUTS:
        path = root / name
        if path.is_file():
            yield path
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and "__pycache__" not in inner.parts and inner not in serving:
                yield inner


def file_sha256(path: Path) -> str:
    """The hash of one file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_record(models_dir: Path) -> ModelRecord | None:
    """The record beside the models; None when there is none that can be read."""
    try:
        return ModelRecord(**json.loads((models_dir / RECORD).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def record_model(models_dir: Path, model: str, inputs: str) -> ModelRecord:
    """Make a freshly trained model the current one, in one step."""
    record = ModelRecord(model, inputs, file_sha256(models_dir / model))
    fresh = models_dir / f".{RECORD}.{os.getpid()}"
    fresh.write_text(json.dumps(asdict(record), indent=2) + "\n")
    fresh.replace(models_dir / RECORD)
    _forget_old_models(models_dir, keep=model)
    return record


def _forget_old_models(models_dir: Path, keep: str) -> None:
    """A few stay: another instance may still start from the model of yesterday."""
    archives = sorted(models_dir.glob("reitti-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for path in archives[:-KEPT]:
        if path.name != keep:
            path.unlink(missing_ok=True)


def is_current(record: ModelRecord | None, models_dir: Path, inputs: str) -> bool:
    """Whether the recorded model was trained from these inputs and is there."""
    return (
        record is not None
        and record.inputs_sha256 == inputs
        and (models_dir / record.model).is_file()
    )


def verify(record: ModelRecord, models_dir: Path) -> None:
    """Refuse a model that was changed after it was recorded, or is gone."""
    path = models_dir / record.model
    if not path.is_file():
        raise ModelRefused(f"The model {record.model} is gone; `make train` makes it again.")
    if file_sha256(path) != record.model_sha256:
        raise ModelRefused(
            f"The model {record.model} is not the one that was recorded when it was trained; "
            "remove it and run `make train`."
        )
