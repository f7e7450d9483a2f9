"""No word of a conversation in a log, at any level.

Rasa logs what was written at debug level, and some of its errors quote what the
action server or a message said. Its log lines are kept for operation: what
happened and where, with the texts of exceptions left out.
"""

from __future__ import annotations

import logging
import traceback
import warnings

_TALKATIVE = ("rasa", "aiohttp", "asyncio", "sanic.error", "apscheduler")


class _WithoutTexts(logging.Filter):
    """Exceptions shrink to their kinds and places in the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.partition(".")[0] == "rasa" and record.levelno <= logging.DEBUG:
            return False
        if record.exc_info and record.exc_info[1] is not None:
            record.msg = f"{_plain(record)}; {describe(record.exc_info[1])}"
            record.args = None
        record.exc_info = None
        record.exc_text = None
        record.stack_info = None
        return True


def keep_words_out_of_logs() -> None:
    """Call once at start, after Rasa has set its logging up."""
    for name in _TALKATIVE:
        talker = logging.getLogger(name)
        if talker.getEffectiveLevel() < logging.INFO:
            talker.setLevel(logging.INFO)
    quiet = _WithoutTexts()
    root = logging.getLogger()
    if not root.handlers:
        logging.basicConfig()
    owners = [root, *(logging.getLogger(n) for n in ("sanic.root", "sanic.error", "sanic.access"))]
    for owner in owners:
        for handler in owner.handlers:
            handler.addFilter(quiet)
    # Some of Rasa's warnings quote the text they warn about.
    warnings.filterwarnings("ignore", module=r"rasa\.")


def describe(error: BaseException) -> str:
    """`RasaException at action.py:834 < ClientResponseError at endpoints.py:150`"""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < 5:
        frames = traceback.extract_tb(seen.__traceback__)
        place = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
        parts.append(f"{type(seen).__name__} at {place}")
        seen = seen.__cause__ or seen.__context__
    return " < ".join(parts)


def _plain(record: logging.LogRecord) -> str:
    """The line as written in the code; its arguments may hold what was said."""
    return str(record.msg)
