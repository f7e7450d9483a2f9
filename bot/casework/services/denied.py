"""Tries that were turned away are written down as well (domain.md, section 5).

A refusal undoes its transaction: the web tier calls this in a new one.
"""

from __future__ import annotations

import re

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.journal import entry
from bot.casework.ports import UnitOfWork

# An id out of an address is whatever somebody typed: only what looks like one is kept.
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def note_denied(
    uow: UnitOfWork, context: Context, actor: Actor, thing: str, thing_id: str, key: str
) -> None:
    """Who tried what and why it was refused; ``key`` is that of the refusal."""
    known = thing_id if _ID.fullmatch(thing_id) else "unknown"
    uow.trail.add(entry(context.clock.now(), actor, "denied", thing, known, None, key))
