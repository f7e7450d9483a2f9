"""Times the trained pipeline; runs in Rasa's environment.

    python -m scripts.evaluate.cost_process --model models/x.tar.gz --warm-up 30 < lines.jsonl

Each line in is {"text", "lang", "today"}; each line out, from the first after the warm-up,
is the milliseconds of processor time that this process used for it, all threads together.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import sys
import time
from pathlib import Path
from typing import TextIO


def main() -> int:
    """0 when every line was timed."""
    parser = argparse.ArgumentParser(prog="cost_process", description=__doc__)
    parser.add_argument("--model", required=True, type=Path)
    parser.add_argument("--warm-up", type=int, default=0)
    arguments = parser.parse_args()
    answers = sys.stdout
    # Rasa and the libraries under it print too.
    sys.stdout = sys.stderr
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    asyncio.run(_time_all(arguments.model, arguments.warm_up, answers))
    return 0


async def _time_all(model: Path, warm_up: int, answers: TextIO) -> None:
    from bot.rasa_components.slim_imports import leave_out  # noqa: PLC0415 - before Rasa

    leave_out()
    from rasa.core.agent import Agent  # noqa: PLC0415
    from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415

    from bot.rasa_components.quiet_logs import keep_words_out_of_logs  # noqa: PLC0415
    from bot.rasa_components.understanding import understand  # noqa: PLC0415

    configure_structlog()
    keep_words_out_of_logs()
    agent = Agent.load(model)
    if agent.processor is None:
        raise ValueError("the model can't be loaded")
    asked = [json.loads(line) for line in sys.stdin if line.strip()]
    # As the server does when it has started.
    gc.collect()
    gc.freeze()
    for number, line in enumerate(asked):
        began = time.process_time()
        await understand(agent.processor, line["text"], line["lang"], line["today"])
        took = time.process_time() - began
        if number >= warm_up:
            answers.write(f"{1000 * took:.3f}\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
