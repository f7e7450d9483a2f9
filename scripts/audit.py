"""Known weaknesses in the packages, from advisories on this machine: no network is asked.

The advisories are records of the form OSV (https://ossf.github.io/osv-schema/): a file with one
record or a list, a folder of such files, or a zip of them, as the databases publish it for PyPI. What
can't be mended has a row in requirements/accepted.csv: why it can't be reached, and until when
that holds. A row that has run out, or that nothing needs any more, is a fault as well.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from bot.clock import SystemClock
from bot.settings import ROOT

REQUIREMENTS = ("app", "rasa")
ACCEPTED = ROOT / "requirements" / "accepted.csv"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)")
_TOO_OLD = dt.timedelta(days=8)


@dataclass(frozen=True)
class Weakness:
    """One advisory that is about a package as it is pinned here."""

    package: str
    version: str
    ids: tuple[str, ...]


def pinned(path: Path) -> Iterator[tuple[str, str]]:
    """Name and version of each line of a requirements file."""
    for line in path.read_text("utf-8").splitlines():
        if found := _PINNED.match(line):
            yield canonicalize_name(found[1]), found[2]


def records(source: Path) -> Iterator[dict[str, Any]]:
    """Every advisory of a file, a folder or a zip."""
    if source.is_dir():
        for path in sorted(source.rglob("*.json")):
            yield from _of_text(path.read_bytes())
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as packed:
            for name in sorted(packed.namelist()):
                if name.endswith(".json"):
                    yield from _of_text(packed.read(name))
    else:
        yield from _of_text(source.read_bytes())


def _of_text(text: bytes) -> Iterator[dict[str, Any]]:
    found = json.loads(text)
    yield from found if isinstance(found, list) else [found]


def weaknesses(
    packages: Iterable[tuple[str, str]], advisories: Iterable[dict[str, Any]]
) -> list[Weakness]:
    """What is known of these very versions."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for record in advisories:
        if record.get("withdrawn"):
            continue
        for part in record.get("affected", ()):
            package = part.get("package", {})
            if package.get("ecosystem") == "PyPI":
                known = canonicalize_name(package["name"])
                by_name.setdefault(known, []).append({**part, "record": record})
    found = set()
    for name, version in packages:
        for part in by_name.get(name, ()):
            if _touches(part, version):
                record = part["record"]
                ids = (record["id"], *sorted(record.get("aliases", ())))
                found.add(Weakness(name, version, ids))
    return sorted(found, key=lambda each: (each.package, each.ids))


def _touches(part: dict[str, Any], version: str) -> bool:
    if version in part.get("versions", ()):
        return True
    mine = Version(version)
    ranges = (r for r in part.get("ranges", ()) if r.get("type") == "ECOSYSTEM")
    return any(_inside(r.get("events", ()), mine) for r in ranges)


def _inside(events: Iterable[dict[str, str]], mine: Version) -> bool:
    """Events are in the order of versions; the last one that is not after ours counts."""
    inside = False
    for event in events:
        try:
            if "introduced" in event:
                since = event["introduced"]
                inside = inside or since == "0" or mine >= Version(since)
            elif "fixed" in event:
                inside = inside and mine < Version(event["fixed"])
            elif "last_affected" in event:
                inside = inside and mine <= Version(event["last_affected"])
        except InvalidVersion:
            # Better a false alarm than none.
            return True
    return inside


def faults(found: list[Weakness], accepted: list[dict[str, str]], today: dt.date) -> list[str]:
    """A line for each weakness that nobody answers for, and for each row that is of no use."""
    lines, used = [], set()
    for weakness in found:
        rows = [
            number
            for number, row in enumerate(accepted)
            if canonicalize_name(row["package"]) == weakness.package and row["id"] in weakness.ids
        ]
        used.update(rows)
        what = f"{weakness.package} {weakness.version}: {' '.join(weakness.ids)}"
        if not rows:
            lines.append(what)
        elif all(dt.date.fromisoformat(accepted[n]["until"]) < today for n in rows):
            lines.append(f"{what}: accepted until {accepted[rows[0]]['until']}")
    for number, row in enumerate(accepted):
        if number not in used:
            lines.append(f"{row['package']}: {row['id']} is accepted and not there")
    return lines


def main(argv: list[str] | None = None) -> int:
    """0: nothing is known that is not answered for; 1: a line for each; 2: nothing was learnt."""
    parser = argparse.ArgumentParser(prog="scripts.audit", description=__doc__)
    parser.add_argument("advisories", type=Path, help="file, folder or zip of OSV records")
    source = parser.parse_args(argv).advisories
    now = SystemClock().now()
    try:
        age = now - dt.datetime.fromtimestamp(source.stat().st_mtime, dt.UTC)
        advisories = list(records(source))
    except (OSError, ValueError) as error:
        print(f"The advisories can't be read: {type(error).__name__}", file=sys.stderr)
        return 2
    if not advisories:
        print("There are no advisories in it", file=sys.stderr)
        return 2
    if age > _TOO_OLD:
        print(f"The advisories are {age.days} days old: bring newer ones", file=sys.stderr)
        return 2
    packages = [
        each for name in REQUIREMENTS for each in pinned(ROOT / "requirements" / f"{name}.txt")
    ]
    with ACCEPTED.open(encoding="utf-8", newline="") as file:
        accepted = list(csv.DictReader(file))
    lines = faults(weaknesses(packages, advisories), accepted, now.date())
    for line in lines:
        print(line, file=sys.stderr)
    print(f"{len(packages)} packages, {len(advisories)} advisories, {len(lines)} faults")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
