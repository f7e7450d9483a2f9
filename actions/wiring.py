"""Where the actions find the casework: wired once, at the start of the process."""

from __future__ import annotations

from bot.casework.context import Context
from bot.casework.ports import Database


class NotWired(RuntimeError):
    """An action ran before the process had opened its database."""


_wired: dict[str, tuple[Database, Context]] = {}


def wire(database: Database, context: Context) -> None:
    """Give the actions what every use case needs."""
    _wired["casework"] = (database, context)


def casework() -> tuple[Database, Context]:
    """The database and the context; raises NotWired."""
    try:
        return _wired["casework"]
    except KeyError:
        raise NotWired("actions.wiring.wire was not called") from None
