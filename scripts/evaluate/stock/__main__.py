"""Trains stock Rasa (DIET in the pipeline of `rasa init`) on the lines of data/nlu and prints
what it makes of the evaluation lines. All lines take hours on two cores: see --share.

One model says the intent, one the areas as combined intents, one whether there is danger.
They stay under var/evaluate: a second run with the same lines trains nothing."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bench.training import PROJECT, stock_environment
from bot.settings import ROOT, Settings
from bot.supervise.parts import RASA_PYTHON
from scripts.evaluate.lines import LANGUAGES, Line, load_lines
from scripts.evaluate.measures import Measure, Pair, measures
from scripts.evaluate.reading import in_rasa
from scripts.evaluate.stock.project import DANGER, QUESTIONS, areas_in, config, nlu, some
from scripts.evaluate.table import print_table

TOLD = (
    "needs: micro-F1",
    "needs: exact set",
    "intents: accuracy",
    "crisis: recall",
    "crisis: alarms on hard negatives",
    "crisis: alarms on ordinary lines",
)
"""The rows that a stock model has an answer to."""


def main() -> int:
    """0 when the table could be printed, whatever stands in it."""
    parser = argparse.ArgumentParser(prog="python -m scripts.evaluate.stock", description=__doc__)
    parser.add_argument("--epochs", type=int, help="default: those of `rasa init`, 100")
    parser.add_argument("--share", type=float, default=1.0, help="of the lines to train on")
    parser.add_argument("--lang", choices=LANGUAGES, action="append")
    parser.add_argument("--part", choices=("all", "look", "final"), default="all")
    arguments = parser.parse_args()
    training = in_rasa("scripts.evaluate.stock.training_lines", (), [])
    try:
        chosen = some(training, arguments.share)
    except ValueError as refusal:
        parser.error(str(refusal))
    print(f"Stock Rasa, trained on {len(chosen)} of {len(training)} lines", flush=True)
    lines = [line for lang in arguments.lang or LANGUAGES for line in load_lines(lang)]
    if arguments.part != "all":
        lines = [line for line in lines if line.part == arguments.part]
    said = {}
    for question in QUESTIONS:
        settings_of_model = config(_stock_config(), question, arguments.epochs)
        model = _trained(settings_of_model, nlu(chosen, question), question)
        said[question] = _answers(model, lines)
    pairs = pairs_of(lines, said, sorted({area for line in lines for area in line.areas}))
    for lang in arguments.lang or LANGUAGES:
        own = [pair for pair in pairs if pair[0].lang == lang]
        print(f"\n{lang}: {len(own)} lines ({arguments.part}), stock Rasa")
        print_table(rows_told(own))
    return 0


def pairs_of(
    lines: Sequence[Line], said: dict[str, list[str | None]], areas: Sequence[str]
) -> list[Pair]:
    """The lines with what was said of them, in the shape of `reitti understand`. A stock
    model of danger knows no kinds: any kind stands for a yes."""
    return [
        (
            # Dates are not asked of stock Rasa.
            replace(line, date=None, time=None),
            {
                "intent": intent,
                "areas": areas_in(combined, areas),
                "crisis": DANGER if danger == DANGER else None,
                "date": None,
                "time": None,
            },
        )
        for line, intent, combined, danger in zip(
            lines, said["intents"], said["areas"], said["danger"], strict=True
        )
    ]


def rows_told(pairs: Sequence[Pair]) -> list[Measure]:
    """The rows of the table that can be compared."""
    return [row for row in measures(pairs) if row.name in TOLD]


def _stock_config() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    return found


def _trained(settings_of_model: dict[str, Any], data: str, question: str) -> Path:
    """The model of these lines; hours, unless it is there. Raises CalledProcessError."""
    pipeline = yaml.safe_dump(settings_of_model, sort_keys=False)
    digest = hashlib.sha256(f"{pipeline}\0{data}".encode()).hexdigest()[:12]
    folder = Settings.from_environment().var_dir / "evaluate"
    model = folder / f"stock-{question}-{digest}.tar.gz"
    if model.is_file():
        return model
    folder.mkdir(parents=True, exist_ok=True)
    print(f"Training: {question}", flush=True)
    with tempfile.TemporaryDirectory(prefix="reitti-stock-") as scratch:
        project = Path(scratch)
        (project / "config.yml").write_text(pipeline, encoding="utf-8")
        (project / "nlu.yml").write_text(data, encoding="utf-8")
        log = folder / f"stock-{question}.log"
        argv = (
            *("nice", "-n", "15", str(RASA_PYTHON), "-W", "ignore", "-m", "rasa", "train", "nlu"),
            *("--config", "config.yml", "--nlu", "nlu.yml"),
            *("--out", "models", "--fixed-model-name", "stock"),
        )
        env = {**stock_environment(), "RASA_CACHE_DIRECTORY": str(project / "cache")}
        with log.open("w") as output:
            subprocess.run(
                argv, cwd=project, env=env, stdout=output, stderr=subprocess.STDOUT, check=True
            )
        fresh = model.with_suffix(f".{os.getpid()}")
        shutil.move(project / "models" / "stock.tar.gz", fresh)
        fresh.replace(model)
    return model


def _answers(model: Path, lines: Sequence[Line]) -> list[str | None]:
    """The intent that the model names for each line."""
    env = stock_environment()
    env["PYTHONPATH"] = os.pathsep.join((str(ROOT), env["PYTHONPATH"]))
    done = subprocess.run(
        (
            *(str(RASA_PYTHON), "-W", "ignore", "-m", "scripts.evaluate.stock.parse"),
            *("--model", str(model)),
        ),
        input="".join(json.dumps({"text": line.text}) + "\n" for line in lines),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=env,
        check=True,
    )
    return [json.loads(row) for row in done.stdout.split("\n") if row.strip()]


if __name__ == "__main__":
    sys.exit(main())
