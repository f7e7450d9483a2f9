"""The audit trail's entries: who did what to which thing of which person, when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.casework.actor import Actor


@dataclass(frozen=True)
class Entry:
    """One act. It never holds words; ``reason`` is a code."""

    at: dt.datetime
    actor: str
    role: str
    verb: str
    thing: str
    thing_id: str
    client_id: str | None = None
    reason: str | None = None
    actor_name: str = ""


def entry(
    at: dt.datetime,
    actor: Actor,
    verb: str,
    thing: str,
    thing_id: str,
    client_id: str | None = None,
    reason: str | None = None,
) -> Entry:
    """An entry for an act of that actor."""
    return Entry(
        at, actor.id, actor.role.value, verb, thing, thing_id, client_id, reason, actor.name
    )
