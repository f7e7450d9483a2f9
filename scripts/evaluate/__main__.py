"""Prints the table for each language, and the worst confusions of the lines to look at."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from scripts.evaluate.lines import LANGUAGES, load_lines, understand
from scripts.evaluate.measures import Measure, Pair, measures

CONFUSIONS = 10


def main() -> int:
    """0 when the table could be printed, whatever stands in it."""
    parser = argparse.ArgumentParser(prog="python -m scripts.evaluate", description=__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, action="append")
    parser.add_argument("--part", choices=("all", "look", "final"), default="all")
    parser.add_argument("--misses", metavar="TOPIC", help="print missed lines of the part 'look'")
    arguments = parser.parse_args()
    for lang in arguments.lang or LANGUAGES:
        lines = load_lines(lang)
        pairs = list(zip(lines, understand(lang, lines), strict=True))
        if arguments.part != "all":
            pairs = [pair for pair in pairs if pair[0].part == arguments.part]
        print(f"\n{lang}: {len(pairs)} lines ({arguments.part})")
        print_table(measures(pairs))
        print_confusions(pairs)
        if arguments.misses:
            print_misses(pairs, arguments.misses)
    return 0


def print_table(rows: Sequence[Measure]) -> None:
    """One row a measure."""
    for row in rows:
        print(
            f"  {row.name:<36} {row.value:6.3f}  ({row.low:.3f} to {row.high:.3f},"
            f" {row.lines} lines; goal {row.goal})"
        )


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
