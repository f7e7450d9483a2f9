"""Log lines as JSON, one object a line, for a collector; without the text of any exception.

What may stand in a message is decided where it is written: see ``bot/faults.py``.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from bot.faults import describe

TEXT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class JsonLines(logging.Formatter):
    """Time, level, where from, what; and the kind and place of an error."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def set_up(level: str, form: str) -> None:
    """Once, at the start of a process that serves."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(TEXT))
    logging.basicConfig(level=level.upper(), handlers=[handler])
    # The access log would hold the addresses of persons' pages.
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
