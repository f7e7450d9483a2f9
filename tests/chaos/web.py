"""The web process as `reitti serve` starts it, with a clock that a fault can move and a pump
that does not let a test wait. `python -m tests.chaos.web`."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import bot.bootstrap
from bot.__main__ import main
from bot.clock import SystemClock
from bot.web import conversation

OFFSET = Path(os.environ["CHAOS_CLOCK"])


class MovedClock:
    """The machine's clock, moved by the seconds that a file says."""

    def now(self) -> dt.datetime:
        return SystemClock().now() + dt.timedelta(seconds=float(OFFSET.read_text() or 0))


if __name__ == "__main__":
    bot.bootstrap.SystemClock = MovedClock
    conversation.PUMP_SECONDS = 0.3
    conversation.PUMP_AFTER = dt.timedelta(seconds=1.5)
    sys.exit(main(["serve"]))
