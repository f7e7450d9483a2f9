"""The wellbeing services counties and Helsinki, and which municipality belongs to which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.content.problems import ContentError, read_yaml

NUMBER_OF_COUNTIES = 22
# An answer to "which municipality" names it early; a story is not searched to its end.
MOST_WORDS = 40
_WORD_RUN = re.compile(r"[\w:-]+")
# Where one is, comes from and goes to; and whose.
_ENDINGS = r"(?:n|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|seen|[aeiouyäö]n|h[aeiouyäö]n|s|sa|sä|ta|tä)"
# Strong consonants before the last vowel -> how they weaken (Lappeenranta, Helsinki, Turku).
_WEAK = {"nt": "nn", "nk": "ng", "mp": "mm", "lt": "ll", "rt": "rr", "kk": "k", "pp": "p"}
_WEAK |= {"tt": "t", "t": "d", "p": "v", "k": ""}


@dataclass(frozen=True)
class Counties:
    """``names``: county id -> its name by language; ``by_municipality`` is case-folded."""

    names: Mapping[str, Mapping[str, str]]
    by_municipality: Mapping[str, str]

    def of_municipality(self, name: str) -> str | None:
        """The county of a municipality, by its Finnish or Swedish name."""
        return self.by_municipality.get(name.strip().casefold())

    def municipality_in(self, text: str) -> tuple[str, str] | None:
        """The first municipality that the words name, inflected or not, and its county.

        The person is asked before anything follows from it.
        """
        for words in _WORD_RUN.findall(text.casefold())[:MOST_WORDS]:
            for name, county in self.by_municipality.items():
                if words == name or _inflected(name).fullmatch(words):
                    return name.title(), county
        return None


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


@cache
def _inflected(name: str) -> re.Pattern[str]:
    stems = {name}
    match = re.fullmatch(r"(.+?)(nt|nk|mp|lt|rt|kk|pp|tt|t|p|k)([aeiouyäö])", name)
    if match:
        stems.add(match[1] + _WEAK[match[2]] + match[3])
    stems |= {stem[:-1] + "e" for stem in stems if stem.endswith("i")}
    stems |= {stem + "e" for stem in stems if stem.endswith("e")}
    return re.compile(f"(?:{'|'.join(map(re.escape, sorted(stems)))}){_ENDINGS}")
