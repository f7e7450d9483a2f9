"""Prints the table for each language with the worst confusions, how far its chances can be
trusted, the worst misses of the lines to look at, and what understanding costs."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from scripts.evaluate.calibration import calibrations
from scripts.evaluate.cost import costs, long_texts
from scripts.evaluate.lines import LANGUAGES, Line, load_lines, understand
from scripts.evaluate.measures import Pair, measures
from scripts.evaluate.misses import as_text, worst_misses
from scripts.evaluate.reading import readings
from scripts.evaluate.serving import GOAL_MB, serving_memory
from scripts.evaluate.table import print_calibrations, print_costs, print_memory, print_table

CONFUSIONS = 10


def main() -> int:
    """0 when the table could be printed, whatever stands in it."""
    parser = argparse.ArgumentParser(prog="python -m scripts.evaluate", description=__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, action="append")
    parser.add_argument("--part", choices=("all", "look", "final"), default="all")
    parser.add_argument("--misses", metavar="TOPIC", help="print missed lines of the part 'look'")
    parser.add_argument("--no-cost", action="store_true", help="leave time and memory out")
    arguments = parser.parse_args()
    everything: list[Line] = []
    everywhere: list[Pair] = []
    for lang in arguments.lang or LANGUAGES:
        lines = load_lines(lang)
        everything += lines
        if arguments.part != "all":
            lines = [line for line in lines if line.part == arguments.part]
        pairs = list(zip(lines, understand(lang, lines), strict=True))
        everywhere += pairs
        print(f"\n{lang}: {len(pairs)} lines ({arguments.part})")
        print_table(measures(pairs))
        print_trust(lines)
        print_confusions(pairs)
        if arguments.misses:
            print_misses(pairs, arguments.misses)
    if arguments.part != "final":
        print("\nThe worst misses of the part 'look'")
        for pair in worst_misses(everywhere):
            print(as_text(pair))
    if not arguments.no_cost:
        print_cost(everything)
    return 0


def print_trust(lines: Sequence[Line]) -> None:
    """How far the chances are from what comes true."""
    told = [line for line in lines if line.topic in ("needs", "intents")]
    print_calibrations(calibrations(zip(told, readings(told), strict=True)))


def print_cost(lines: Sequence[Line]) -> None:
    """Time and memory, over all languages together."""
    print("\nCost: processor time of one core, model loaded and warm")
    print_costs(costs(lines))
    read = [*lines[::20], *long_texts(lines, count=1)]
    print_memory(serving_memory(read), GOAL_MB)


def print_confusions(pairs: Sequence[Pair]) -> None:
    """Which areas are missed or added most, and which intent is taken for which."""
    missed: Counter[str] = Counter()
    added: Counter[str] = Counter()
    intents: Counter[str] = Counter()
    for line, found in pairs:
        if line.topic == "needs":
            missed.update(line.areas - set(found["areas"]))
            added.update(set(found["areas"]) - line.areas)
        if line.topic == "intents" and line.intent != found["intent"]:
            intents[f"{line.intent} -> {found['intent']}"] += 1
    for name, counter in (("missed", missed), ("added", added), ("intents", intents)):
        row = ", ".join(f"{what} {count}" for what, count in counter.most_common(CONFUSIONS))
        print(f"  {name}: {row}")


def print_misses(pairs: Sequence[Pair], topic: str) -> None:
    """The lines that were understood wrongly, of those that may be looked at."""
    for line, found in pairs:
        if line.topic != topic or line.part != "look":
            continue
        expected = (line.intent, sorted(line.areas), line.crisis, line.date, line.time)
        read = (
            *(found["intent"], sorted(found["areas"])),
            *(found["crisis"], found["date"], found["time"]),
        )
        if expected != read:
            print(f"  {line.text!r}\n      expected {expected}\n      read     {read}")


if __name__ == "__main__":
    sys.exit(main())
