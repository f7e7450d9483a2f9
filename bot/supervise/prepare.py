"""Makes what a new checkout lacks: key file, database, demonstration data.

Runs in a process of its own before the parts start, so that the supervisor, which stays,
never holds the database driver or the keys in its memory.
"""

from __future__ import annotations

from bot.settings import Settings
from bot.supervise.watch import CannotStart


def prepare(settings: Settings) -> list[str]:
    """Make what is missing; returns the demonstration log-ins as lines to print.

    Raises CannotStart when the key file is not the one of this database.
    """
    from bot.persistence.installing import install  # noqa: PLC0415 - only this process
    from bot.persistence.keys import KeyFileError  # noqa: PLC0415

    settings.var_dir.mkdir(parents=True, exist_ok=True)
    try:
        install(settings)
    except KeyFileError as error:
        raise CannotStart(str(error)) from None
    if not settings.demo:
        return []
    from bot.demo import create  # noqa: PLC0415

    return list(create(settings))
