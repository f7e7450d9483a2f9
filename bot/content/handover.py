"""Where the counties want hand-overs and notices: data/handover.yml and the file of secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.casework.outbox import Destination
from bot.content.directory import LANGUAGES
from bot.content.problems import ContentError, read_yaml

SHORTEST_SECRET = 32
LOOPBACK = ("127.0.0.1", "::1", "localhost")
_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
_NAMES = {"webhook", "notices", "lang"}


def load_handover(
    path: Path, secrets: Path | None, counties: Collection[str], *, can_mail: bool = False
) -> dict[str, Destination]:
    """The counties that want something; raises ContentError with every problem."""
    data: dict[str, dict[str, Any]] = read_yaml(path).get("counties") or {}
    keys = _secrets(secrets)
    problems = [f"{path.name}: {county} is no county" for county in data if county not in counties]
    for county, row in data.items():
        problems += [
            f"{path.name}: {county}: {each}" for each in _problems(row, keys.get(county, ""))
        ]
    if not can_mail and any(row.get("notices") for row in data.values()):
        problems.append(f"{path.name}: notices need REITTI_SMTP_HOST and REITTI_SMTP_FROM")
    if problems:
        raise ContentError(problems)
    return {county: _destination(row, keys.get(county, "")) for county, row in data.items()}


def _secrets(path: Path | None) -> Mapping[str, str]:
    if path is None:
        return {}
    try:
        keys = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise ContentError(["REITTI_HANDOVER_SECRETS names no readable JSON file"]) from None
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        raise ContentError(["REITTI_HANDOVER_SECRETS: a secret for each county's id"])
    return keys


def _problems(row: Mapping[str, Any], secret: str) -> list[str]:
    found = [f"{name} is nothing to set here" for name in row if name not in _NAMES]
    url = row.get("webhook")
    if url is not None:
        parts = urlsplit(str(url))
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not safe or not parts.hostname or parts.username:
            found.append("webhook is an https address")
        if len(secret) < SHORTEST_SECRET:
            found.append(f"its secret has {SHORTEST_SECRET} characters at least")
    if not all(_ADDRESS.fullmatch(str(each)) for each in row.get("notices") or []):
        found.append("notices is a list of e-mail addresses")
    if row.get("lang", "fi") not in LANGUAGES:
        found.append("lang is fi, sv or en")
    return found


def _destination(row: Mapping[str, Any], secret: str) -> Destination:
    addresses = tuple(row.get("notices") or ())
    return Destination(row.get("webhook"), secret, addresses, row.get("lang", "fi"))
