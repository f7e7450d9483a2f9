"""The counties' directories of actors: data/directory.yml."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from bot.casework.directory import ListedActor
from bot.content.problems import ContentError, read_yaml

LANGUAGES = ("fi", "sv", "en")
_ID = re.compile(r"[a-z0-9_]{2,60}")


def load_directory(
    path: Path, counties: Collection[str], areas: Collection[str]
) -> dict[str, tuple[ListedActor, ...]]:
    """The actors of each county that has some; raises ContentError with every problem."""
    data: dict[str, list[dict[str, Any]]] = read_yaml(path).get("counties") or {}
    problems = [f"{path.name}: {county} is no county" for county in data if county not in counties]
    listed: dict[str, tuple[ListedActor, ...]] = {}
    seen: set[str] = set()
    for county, rows in data.items():
        for row in rows:
            problems += [f"{path.name}: {county}: {each}" for each in _problems(row, areas)]
            if row.get("id") in seen:
                problems.append(f"{path.name}: {row['id']} stands twice")
            seen.add(str(row.get("id")))
        if not problems:
            listed[county] = tuple(_listed(row) for row in rows)
    if problems:
        raise ContentError(problems)
    return listed


def _problems(row: dict[str, Any], areas: Collection[str]) -> list[str]:
    found = []
    if not _ID.fullmatch(str(row.get("id", ""))):
        found.append("an id has small letters, digits and _")
    name = row.get("name")
    if not name or (isinstance(name, dict) and set(name) != set(LANGUAGES)):
        found.append(f"{row.get('id')} needs a name, or one in each language")
    found += [f"{area} is no need area" for area in row.get("areas") or [] if area not in areas]
    return [*found, *([] if row.get("areas") else [f"{row.get('id')} helps with nothing"])]


def _listed(row: dict[str, Any]) -> ListedActor:
    name = row["name"]
    names = name if isinstance(name, dict) else dict.fromkeys(LANGUAGES, name)
    return ListedActor(row["id"], names, tuple(row["areas"]))
