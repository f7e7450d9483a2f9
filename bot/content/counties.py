"""The wellbeing services counties and Helsinki, and which municipality belongs to which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.problems import ContentError, read_yaml

NUMBER_OF_COUNTIES = 22


@dataclass(frozen=True)
class Counties:
    """``names``: county id -> its name by language; ``by_municipality`` is case-folded."""

    names: Mapping[str, Mapping[str, str]]
    by_municipality: Mapping[str, str]

    def of_municipality(self, name: str) -> str | None:
        """The county of a municipality, by its Finnish or Swedish name."""
        return self.by_municipality.get(name.strip().casefold())


def load_counties(path: Path) -> Counties:
    """Load and check the file; raises ContentError with every problem."""
    rows: list[dict[str, Any]] = read_yaml(path)["counties"]
    names: dict[str, Mapping[str, str]] = {}
    places: dict[str, str] = {}
    problems = []
    for row in rows:
        county = row["id"]
        if county in names:
            problems.append(f"{path.name}: {county} stands twice")
        if set(row["names"]) != {"fi", "sv", "en"}:
            problems.append(f"{path.name}: {county} needs a name in each language")
        names[county] = row["names"]
        swedish = row.get("sv", {})
        problems += [
            f"{path.name}: {name} is no municipality of {county}"
            for name in swedish
            if name not in row["municipalities"]
        ]
        for name in [*row["municipalities"], *swedish.values()]:
            if places.setdefault(name.casefold(), county) != county:
                problems.append(f"{path.name}: {name} belongs to two counties")
    if len(names) != NUMBER_OF_COUNTIES:
        problems.append(f"{path.name}: {len(names)} counties, not {NUMBER_OF_COUNTIES}")
    if problems:
        raise ContentError(problems)
    return Counties(names, places)
