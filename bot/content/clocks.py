"""The counties' goals in working days: data/clocks.yml."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.casework.clocks import Targets
from bot.content.problems import ContentError, read_yaml

MOST_DAYS = 250
_NAMES = {field.name for field in fields(Targets)}


def load_clocks(path: Path, counties: Collection[str]) -> dict[str, Targets]:
    """The goals of every county; raises ContentError with every problem."""
    data = read_yaml(path)
    default, own = data.get("default") or {}, data.get("counties") or {}
    groups = (default, own, *(own.values() if isinstance(own, dict) else ()))
    if not all(isinstance(each, dict) for each in groups):
        raise ContentError([f"{path.name}: default, counties and each county hold goals by name"])
    problems = [f"{path.name}: {county} is no county" for county in own if county not in counties]
    for where, values in [("default", default), *own.items()]:
        problems += [f"{path.name}: {where}: {each}" for each in _problems(values)]
    if problems:
        raise ContentError(problems)
    return {county: _targets({**default, **own.get(county, {})}) for county in counties}


def _problems(values: Mapping[str, Any]) -> list[str]:
    found = [f"{name} is no goal" for name in values if name not in _NAMES]
    for name, value in values.items():
        if name == "day_ends":
            try:
                dt.time.fromisoformat(value)
            except (TypeError, ValueError):
                found.append('day_ends is a time like "16:00"')
        elif name in _NAMES and not (type(value) is int and 0 <= value <= MOST_DAYS):
            found.append(f"{name} is a number of working days")
    return found


def _targets(values: Mapping[str, Any]) -> Targets:
    given = dict(values)
    if "day_ends" in given:
        given["day_ends"] = dt.time.fromisoformat(given["day_ends"])
    return Targets(**given)
