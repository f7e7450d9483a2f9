"""Makes what a new checkout lacks: key file, database, demonstration data.

Runs in a process of its own before the parts start, so that the supervisor, which stays,
never holds the database driver or the keys in its memory.
"""

from __future__ import annotations

from bot.settings import Settings


def prepare(settings: Settings) -> list[str]:
    """Make what is missing; returns the demonstration log-ins as lines to print."""
    from bot.persistence.keys import ensure_key_file  # noqa: PLC0415 - only this process
    from bot.persistence.migrate import upgrade  # noqa: PLC0415

    settings.var_dir.mkdir(parents=True, exist_ok=True)
    ensure_key_file(settings.key_file)
    upgrade(settings)
    if not settings.demo:
        return []
    from bot.demo import create  # noqa: PLC0415

    return list(create(settings))
