"""Demonstration data of ``make run``: an invented prison, its staff, a few people with codes.

Passwords and codes are random and made at the first start. So that later starts can print
them as well they stand in a file beside the database, readable by its owner alone; nothing
like it exists for real people. What is missing or has run out is made anew at each start.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.bootstrap import build_context, load_content
from bot.casework.access_code import fingerprint, new_code, spaced
from bot.casework.actor import SYSTEM, Right, Role
from bot.casework.context import Context
from bot.casework.ports import UnitOfWork
from bot.casework.services.accounts import add_user
from bot.casework.services.codes import issue
from bot.casework.services.prisons import add_prison
from bot.content import Texts
from bot.content.problems import read_yaml
from bot.persistence.database import sync_run
from bot.settings import Settings

LANGUAGE = "en"
# A code that would run out during a demonstration is renewed before it.
SPARE = dt.timedelta(days=2)
Row = Mapping[str, Any]


@dataclass
class Kept:
    """What later starts print: log-ins and codes, by the keys of data/demo.yml."""

    logins: dict[str, dict[str, str]]
    codes: dict[str, dict[str, str]]


def create(settings: Settings) -> Iterable[str]:
    """Make what is missing; the lines with pages and log-ins."""
    data = read_yaml(settings.data_dir / "demo.yml")
    path = _file_of(settings)
    kept = _read(path)
    new = [user["username"] for user in data["staff"] if user["username"] not in kept.logins]
    names = sync_run(settings, lambda uow: {key: _free_name(uow, key) for key in new})
    for key, name in names.items():
        kept.logins[key] = {"username": name, "password": _password()}
    # Before the accounts: a password that nobody knows would lock them for good.
    _write(path, kept)
    content = load_content(settings)
    context = build_context(settings, content)
    hashes = _hashes(settings, context, kept)
    place = content.texts.say("fi", "setup.first_place")
    kept.codes = sync_run(settings, lambda uow: _make(uow, context, data, kept, hashes, place))
    _write(path, kept)
    return _lines(content.texts, data, kept)


def _free_name(uow: UnitOfWork, wanted: str) -> str:
    """The name, or one like it where the file with its password was lost."""
    name, number = wanted, 1
    while uow.staff.by_username(name) is not None:
        number += 1
        name = f"{wanted}{number}"
    return name


def _hashes(settings: Settings, context: Context, kept: Kept) -> dict[str, str]:
    """Hashes for the accounts that are still to be made, by key."""

    def missing(uow: UnitOfWork) -> list[str]:
        return [
            key
            for key, login in kept.logins.items()
            if uow.staff.by_username(login["username"]) is None
        ]

    return {
        key: context.hasher.hash(kept.logins[key]["password"])
        for key in sync_run(settings, missing)
    }


def _make(
    uow: UnitOfWork,
    context: Context,
    data: Row,
    kept: Kept,
    hashes: Mapping[str, str],
    place: str,
) -> dict[str, dict[str, str]]:
    prison = data["prison"]
    if uow.prisons.get(prison["id"]) is None:
        add_prison(uow, context, SYSTEM, prison["id"], prison["name"], place)
    for user in data["staff"]:
        if user["username"] in hashes:
            name = kept.logins[user["username"]]["username"]
            _add_user(uow, context, user, name, prison["id"], hashes[user["username"]])
    return {
        row["id"]: _code_of(uow, context, row, prison["id"], kept.codes.get(row["id"], {}))
        for row in data["clients"]
    }


def _add_user(
    uow: UnitOfWork, context: Context, user: Row, username: str, prison: str, password_hash: str
) -> None:
    role = Role(user["role"])
    rights = user.get("rights")
    add_user(
        uow,
        context,
        SYSTEM,
        role=role,
        username=username,
        password_hash=password_hash,
        county=user.get("county"),
        prison=prison if role is Role.PRISON_STAFF else None,
        rights=None if rights is None else [Right(right) for right in rights],
        name=user["name"],
    )


def _code_of(
    uow: UnitOfWork, context: Context, row: Row, prison: str, kept: dict[str, str]
) -> dict[str, str]:
    client = uow.clients.get(kept["client_id"]) if kept else None
    known = client is not None and client.erased_at is None
    if known and _is_valid(uow, context, kept["code"]):
        return kept
    days = row.get("release_in_days")
    issued = issue(
        uow,
        context,
        SYSTEM,
        client_id=kept["client_id"] if known else None,
        # What the person has changed meanwhile stays: their county, their language.
        prison=None if known else prison,
        county=None if known else row["county"],
        release_date=None if days is None else context.today() + dt.timedelta(days=days),
        lang=None if known else row["lang"],
        name=row["name"],
        number=row["number"],
        place=row["place"],
    )
    return {"client_id": issued.client.id, "code": issued.code}


def _is_valid(uow: UnitOfWork, context: Context, code: str) -> bool:
    found = uow.codes.by_fingerprint(fingerprint(code, context.code_key))
    if found is None or found.revoked_at is not None:
        return False
    return found.expires_at > context.clock.now() + SPARE


def _lines(texts: Texts, data: Row, kept: Kept) -> list[str]:
    lines = [texts.say(LANGUAGE, "demo.title")]
    for row in data["clients"]:
        code = spaced(kept.codes[row["id"]]["code"])
        lines.append(texts.say(LANGUAGE, "demo.client", name=row["name"], code=code))
    lines += [
        texts.say(
            LANGUAGE,
            "demo.staff",
            name=user["name"],
            role=texts.say(LANGUAGE, f"demo.role.{user['role']}"),
            page=user["page"],
            **kept.logins[user["username"]],
        )
        for user in data["staff"]
    ]
    return lines


def _password() -> str:
    return spaced(new_code()).replace(" ", "-")


def _file_of(settings: Settings) -> Path:
    """One file for each database, whatever the port."""
    name = hashlib.sha256(settings.database_url.encode()).hexdigest()[:8]
    return settings.var_dir / f"demo-{name}.json"


def _read(path: Path) -> Kept:
    try:
        return Kept(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return Kept({}, {})


def _write(path: Path, kept: Kept) -> None:
    fresh = path.with_suffix(f".{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(kept.__dict__, file, ensure_ascii=False, indent=2)
    fresh.replace(path)
