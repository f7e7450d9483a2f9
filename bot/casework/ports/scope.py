"""Whose rows a transaction may touch at all: what a database can hold as a second wall.

The first wall is the repositories' own arguments. This one stands behind them where the database
knows how (PostgreSQL, decision 26): whoever has said nothing sees nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from bot.casework.actor import Actor, Role


@dataclass(frozen=True)
class Scope:
    """``kind``: nobody, all, person, county or prison; ``of``: which one."""

    kind: str
    of: str = ""


NOBODY = Scope("nobody")
# For jobs and commands that serve all, and to find out who somebody is.
EVERYBODY = Scope("all")

_seeing: ContextVar[Scope] = ContextVar("seeing", default=NOBODY)


def seen() -> Scope:
    """The scope of the present task."""
    return _seeing.get()


@contextmanager
def seeing(scope: Scope) -> Iterator[None]:
    """Transactions that begin inside have this scope, also those of tasks made inside."""
    token = _seeing.set(scope)
    try:
        yield
    finally:
        _seeing.reset(token)


def person(client_id: str) -> Scope:
    """One person's own rows."""
    return Scope("person", client_id)


def scope_of(actor: Actor | None) -> Scope:
    """What somebody who has signed in may touch."""
    if actor is None:
        return NOBODY
    if actor.role is Role.CLIENT:
        return person(actor.id)
    if actor.county is not None:
        return Scope("county", actor.county)
    if actor.prison is not None:
        return Scope("prison", actor.prison)
    return NOBODY
