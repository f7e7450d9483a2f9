"""Asks a stock model; runs in Rasa's environment, with TensorFlow and nothing of ours.

    python -m scripts.evaluate.stock.parse --model x.tar.gz < lines.jsonl

Each line in is {"text"}; each line out is the name of the intent, as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import TextIO


def main() -> int:
    """0 when every line was read."""
    parser = argparse.ArgumentParser(prog="parse", description=__doc__)
    parser.add_argument("--model", required=True, type=Path)
    model = parser.parse_args().model
    answers = sys.stdout
    # Rasa and the libraries under it print too.
    sys.stdout = sys.stderr
    asyncio.run(_read_all(model, answers))
    return 0


async def _read_all(model: Path, answers: TextIO) -> None:
    from rasa.core.agent import Agent  # noqa: PLC0415 - what it prints must not be an answer
    from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415

    # It would tell every text, also those that nobody may read.
    configure_structlog(logging.WARNING)
    agent = Agent.load(model)
    for line in sys.stdin:
        if line.strip():
            found = await agent.parse_message(json.loads(line)["text"])
            answers.write(json.dumps(found["intent"]["name"], ensure_ascii=False) + "\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
