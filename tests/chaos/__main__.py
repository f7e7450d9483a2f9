"""`make chaos`: 200 runs; `--runs 1000 --kills` for the long form. Exit code 1 if anything was lost."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
import time
from collections import defaultdict

from tests.chaos.faults import Fault, faults_for
from tests.chaos.place import Place
from tests.chaos.running import Outcome, plan, run

KINDS = ("sqlite", "postgres")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--runs", type=int, default=200, help="on both databases together")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--turns", type=int, default=6)
    parser.add_argument("--database", choices=KINDS, action="append")
    parser.add_argument("--fault", default="", help="only faults whose name holds this")
    parser.add_argument("--kills", action="store_true", help="only kills, of every part")
    parser.add_argument("--long", action="store_true", help="faults last as long as in the field")
    return parser.parse_args()


def wanted(kind: str, chosen: argparse.Namespace) -> list[Fault]:
    faults = [fault for fault in faults_for(kind) if chosen.fault in fault.name]
    return [f for f in faults if not chosen.kills or "kill" in f.name]


async def on(kind: str, runs: int, chosen: argparse.Namespace) -> list[Outcome]:
    place, outcomes = Place(kind), []
    faults = wanted(kind, chosen)
    if not faults:
        return []
    await place.open()
    try:
        for number in range(runs):
            planned = plan(
                chosen.seed + number, faults, chosen.people, chosen.turns, long=chosen.long
            )
            began = time.monotonic()
            outcome = await run(place, planned)
            outcomes.append(outcome)
            print(
                f"{kind:8} seed {planned.seed:7} {planned.fault.name:24} after {planned.after:3} answers: "
                f"{outcome.acknowledged} acknowledged, {outcome.retries} retries, "
                f"{len(outcome.losses)} losses ({time.monotonic() - began:.1f} s)",
                flush=True,
            )
            for loss in outcome.losses[:10]:
                print(f"    {loss}", flush=True)
            if outcome.losses:
                print(place.last_lines(), flush=True)
    finally:
        await place.close()
    return outcomes


def table(outcomes: dict[str, list[Outcome]]) -> str:
    rows: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for kind, done in outcomes.items():
        for outcome in done:
            rows[outcome.plan.fault.name, kind].append(outcome)
    lines = [
        "| fault | database | runs | acknowledged | retries | losses |",
        "|---|---|---|---|---|---|",
    ]
    for (name, kind), done in sorted(rows.items()):
        acknowledged, retries = sum(o.acknowledged for o in done), sum(o.retries for o in done)
        losses = sum(len(o.losses) for o in done)
        lines.append(f"| {name} | {kind} | {len(done)} | {acknowledged} | {retries} | {losses} |")
    return "\n".join(lines)


async def main() -> int:
    chosen = arguments()
    print(f"Seed {chosen.seed}", flush=True)
    kinds = chosen.database or KINDS
    outcomes = {kind: await on(kind, chosen.runs // len(kinds), chosen) for kind in kinds}
    print(table(outcomes))
    return 1 if any(outcome.losses for done in outcomes.values() for outcome in done) else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
