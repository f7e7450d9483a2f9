"""What the HTTP server itself writes down: that a request was broken, never what stood in it.

Its records quote the line it could not read, or carry an exception that quotes a header.
"""

from __future__ import annotations

import logging

from bot.faults import describe

_NAME = "aiohttp.server"


def keep_requests_out_of_logs() -> None:
    """Calling it again changes nothing."""
    logging.getLogger(_NAME).addFilter(_without_words)


def _without_words(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    # The first word or two of the message are the server's own; what is filled in is not.
    said = str(record.msg).partition("%")[0].strip()
    record.msg = f"{said}: {describe(error)}" if error is not None else said
    record.args, record.exc_info, record.exc_text = (), None, None
    return True
