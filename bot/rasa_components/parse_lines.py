"""Understand lines from standard input without a server.

    python -m bot.rasa_components.parse_lines --model models/x.tar.gz < lines.jsonl

Each line in is {"text", "lang", "today"}, each line out what the channel's parse
route would answer, in the same order. Nothing else goes to standard output.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

EXIT_OK, EXIT_REFUSED = 0, 1


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="parse_lines", description=__doc__)
    parser.add_argument("--model", required=True, type=Path)
    model = parser.parse_args(arguments).model
    if not model.is_file():
        # Rasa would take another model of the folder without a word.
        sys.stderr.write(f"no such model: {model}\n")
        return EXIT_REFUSED
    answers = sys.stdout
    _keep_quiet()
    try:
        asyncio.run(_answer_all(model, sys.stdin, answers))
    except ValueError as error:
        sys.stderr.write(f"refused: {error}\n")
        return EXIT_REFUSED
    return EXIT_OK


async def _answer_all(model: Path, lines: Iterable[str], answers: TextIO) -> None:
    from bot.rasa_components.slim_imports import leave_out

    leave_out()
    from rasa.core.agent import Agent

    from bot.rasa_components.understanding import understand

    agent = Agent.load(model)
    if agent.processor is None:
        raise ValueError("the model can't be loaded")
    for number, line in enumerate(lines, start=1):
        if line.strip():
            text, lang, today = _read(number, line)
            found = await understand(agent.processor, text, lang, today)
            answers.write(json.dumps(found, ensure_ascii=False) + "\n")
            answers.flush()


def _read(number: int, line: str) -> tuple[str, str, str]:
    from bot.rasa_components.turn_request import BadRequest, parse_request_from

    try:
        fields: Any = json.loads(line)
        if not isinstance(fields, dict):
            raise BadRequest("not an object")
        asked = parse_request_from(fields)
    except ValueError as error:
        kind = str(error) if isinstance(error, BadRequest) else "no JSON"
        raise ValueError(f"line {number}: {kind}") from None
    return asked.text, asked.lang, asked.today


def _keep_quiet() -> None:
    """Rasa and the libraries under it print and log; that goes to standard error."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.stdout = sys.stderr
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, force=True)

    from rasa.utils.log_utils import configure_structlog

    from bot.rasa_components.quiet_logs import keep_words_out_of_logs

    configure_structlog(logging.WARNING)
    keep_words_out_of_logs()


if __name__ == "__main__":
    sys.exit(main())
