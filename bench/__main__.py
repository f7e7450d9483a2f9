"""`python -m bench`: Reitti beside stock Rasa. `python -m bench growth`: what growth costs;
`slots` and `approvals`: how quickly meetings find their times and their permission;
`queue`: the desk's queue with very many referrals; `turns`: a whole interview, page included."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bench import machine, report
from bench.growth import growth
from bench.load import Refused
from bench.measure import Run, run_side
from bench.meetings import approvals, slots
from bench.ours import Ours
from bench.queue import queue
from bench.quota import NoQuota
from bench.scaling import scaling
from bench.sides import DoesNotStart, RunningSide
from bench.stock_side import Stock
from bench.training import NoModel
from bench.turns import turns
from bench.wide import wide
from bot.clock import SystemClock
from bot.settings import ROOT
from bot.supervise.process import die_with
from bot.supervise.watch import CannotStart

RESULTS = ROOT / "bench" / "results"


def say(line: str) -> None:
    """One line of progress."""
    print(line, flush=True)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", default="compare", choices=tuple(WORKS))
    parser.add_argument("--runs", type=int, default=3, help="runs of each side, in turns")
    parser.add_argument(
        "--interviews",
        type=int,
        default=2,
        metavar="N",
        help="interviews of each person in each load, one after the other",
    )
    parser.add_argument("--only", choices=("ours", "stock"), help="one side; writes no file")
    parser.add_argument("--quick", action="store_true", help="does it work? figures mean nothing")
    parser.add_argument("--clients", type=int, default=10_000, help="growth: clients in the end")
    parser.add_argument("--referrals", type=int, default=50_000, help="queue: in one county")
    parser.add_argument("--turns", type=int, default=500, help="growth: turns in the end")
    parser.add_argument("--share", type=float, default=0.4, help="wide: of a core, each process")
    parser.add_argument("--seed", type=int, default=1, help="scaling: of the simulation")
    parser.add_argument("--web-ms", type=float, default=10.0, help="scaling: cost of a turn")
    parser.add_argument("--rasa-ms", type=float, default=20.0, help="scaling: cost of a turn")
    parser.add_argument("--database-ms", type=float, default=5.0, help="scaling: cost of a turn")
    return parser.parse_args()


async def compare(chosen: argparse.Namespace, home: Path) -> int:
    """Both sides in turns; 1 when anything failed."""
    everyone: dict[str, RunningSide] = {
        "ours": Ours(home, say),
        "stock": Stock(home, ROOT / "var", say),
    }
    sides = {name: side for name, side in everyone.items() if chosen.only in (None, name)}
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    count, each = (1, 1) if chosen.quick else (chosen.runs, chosen.interviews)
    for side in sides.values():
        await side.prepare()
        if not chosen.quick:
            # The second start is measured.
            await side.start()
            await side.stop()
    for number in range(count):
        say(f"Run {number + 1} of {count}")
        for name, side in sides.items():
            runs[name].append(
                await run_side(side, each, say, also_alone=number == 0 and not chosen.quick)
            )
    figures = {name: report.figures(done) for name, done in runs.items()}
    say(f"\n{report.table(figures)}")
    if chosen.only is None:
        path = report.write(RESULTS, SystemClock(), figures, count, machine.facts())
        say(f"Written: {path.relative_to(ROOT)}")
    if not report.is_valid(*figures.values()):
        say("Some turns failed: these figures prove nothing.")
        return 1
    return 0


async def until_signal(work: Coroutine[Any, Any, int]) -> int:
    """Do the work; Ctrl-C and SIGTERM end it, and with it every process."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        say("Stopped")
        return 1
    except (DoesNotStart, NoModel, CannotStart, Refused, NoQuota) as refusal:
        print(refusal, file=sys.stderr)
        return 1


WORKS: dict[str, Callable[[argparse.Namespace, Path], Coroutine[Any, Any, int]]] = {
    "compare": compare,
    "growth": growth,
    "slots": lambda _, home: slots(home, say),
    "approvals": lambda _, home: approvals(home, say),
    "wide": wide,
    "scaling": scaling,
    "queue": lambda chosen, home: queue(chosen.referrals, home, say),
    "turns": lambda chosen, home: turns(max(chosen.runs, 3), home, say),
}


def main() -> int:
    """Run what was asked for in a folder of its own that goes afterwards."""
    chosen = arguments()
    if "MAKELEVEL" in os.environ:
        # When make is killed, nobody is left to press Ctrl-C.
        die_with(os.getppid(), signal.SIGTERM)
    with tempfile.TemporaryDirectory(prefix="reitti-bench-") as folder:
        work = WORKS[chosen.what]
        return asyncio.run(until_signal(work(chosen, Path(folder))))


if __name__ == "__main__":
    sys.exit(main())
