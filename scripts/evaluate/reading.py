"""What Rasa itself makes of lines: the chances too, which `reitti understand` does not print."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.safety.clean_up import clean_message
from bot.settings import ROOT, Settings
from bot.supervise.environment import rasa_environment
from bot.supervise.model import ModelRecord, ModelRefused, read_record, verify
from bot.supervise.parts import RASA_PYTHON
from scripts.evaluate.lines import Line


def current_model(settings: Settings) -> ModelRecord:
    """The record of the model that would be served; raises ModelRefused."""
    record = read_record(settings.models_dir)
    if record is None:
        raise ModelRefused("There is no trained model yet: make train")
    verify(record, settings.models_dir)
    return record


def as_asked(line: Line) -> dict[str, str]:
    """The line as the web tier hands it to Rasa."""
    return {"text": clean_message(line.text), "lang": line.lang, "today": line.today}


def readings(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """All that the pipeline says of each line, in order: `area_scores`, `intent_confidence`
    and the rest; raises ModelRefused when there is no model."""
    settings = Settings.from_environment()
    model = settings.models_dir / current_model(settings).model
    asked = [as_asked(line) for line in lines]
    return in_rasa("bot.rasa_components.parse_lines", ("--model", model), asked)


def in_rasa(
    module: str, arguments: Iterable[str | Path], lines: Sequence[dict[str, Any]]
) -> list[Any]:
    """Run a module of ours in Rasa's environment, as a served Rasa runs: one thread.
    JSON lines in, JSON lines out; raises CalledProcessError when it fails."""
    done = subprocess.run(
        [str(RASA_PYTHON), "-W", "ignore", "-m", module, *map(str, arguments)],
        input="".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=rasa_environment(Settings.from_environment(), os.environ),
        check=True,
    )
    return [json.loads(row) for row in done.stdout.split("\n") if row.strip()]
