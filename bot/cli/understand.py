"""``reitti understand``: what understanding makes of lines, by the way of a live message.

A live message is cleaned, looked at for danger in the web tier, and then read by
Rasa; so it is here. The danger that the web tier sees goes before all else.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.cli.parsers import Parsers
from bot.clock import SystemClock
from bot.safety.clean_up import clean_message
from bot.safety.danger import find_danger
from bot.settings import ROOT, Settings
from bot.supervise.environment import rasa_environment
from bot.supervise.model import ModelRefused, read_record, verify
from bot.supervise.parts import RASA_PYTHON

FIELDS = ("intent", "areas", "crisis", "date", "time")


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("understand", help="JSON lines in, understanding out")
    parser.add_argument("--lang", required=True, choices=("fi", "sv", "en"))
    parser.add_argument("--today", type=dt.date.fromisoformat, metavar="YYYY-MM-DD")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer each line of standard input, in order."""
    today = arguments.today or SystemClock().now().date()
    try:
        texts = list(_texts(sys.stdin.read()))
        model = _model(settings)
    except (ValueError, OSError, ModelRefused) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    cleaned = [clean_message(text) for text in texts]
    lines = [{"text": text, "lang": arguments.lang, "today": f"{today}"} for text in cleaned]
    readings = _read(model, lines, settings)
    if len(readings) != len(texts):
        print("Rasa did not read every line", file=sys.stderr)
        return 1
    for text, reading in zip(texts, readings, strict=True):
        print(json.dumps(_answer(text, reading), ensure_ascii=False))
    return 0


def _model(settings: Settings) -> Path:
    record = read_record(settings.models_dir)
    if record is None:
        raise ModelRefused("There is no trained model yet: make train")
    verify(record, settings.models_dir)
    return settings.models_dir / record.model


def _texts(lines: str) -> Iterator[str]:
    for number, line in enumerate(lines.split("\n"), start=1):
        if not line.strip():
            continue
        data = json.loads(line)
        if not isinstance(data, dict) or not isinstance(data.get("text"), str):
            raise ValueError(  # noqa: TRY004 - the line is wrong, whatever its type
                f'line {number}: must be {{"text": "..."}}'
            )
        yield data["text"]


def _read(model: Path, lines: list[dict[str, Any]], settings: Settings) -> list[dict[str, Any]]:
    """Have Rasa's environment read the lines; each reading is one JSON line."""
    argv = [
        str(RASA_PYTHON),
        "-W",
        "ignore",
        "-m",
        "bot.rasa_components.parse_lines",
        "--model",
        str(model),
    ]
    done = subprocess.run(  # noqa: S603
        argv,
        input="".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=rasa_environment(settings, os.environ),
        check=False,
    )
    return [json.loads(line) for line in done.stdout.split("\n") if line.strip()]


def _answer(text: str, reading: dict[str, Any]) -> dict[str, Any]:
    danger = find_danger(text)
    answer = {"text": text, **{field: reading[field] for field in FIELDS}}
    if danger is not None:
        answer["crisis"] = danger.kind
    return answer
