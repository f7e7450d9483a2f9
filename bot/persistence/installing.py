"""A database and the key file that it was made with belong together."""

from __future__ import annotations

from bot.persistence.keys import ensure_key_file, read_ring
from bot.persistence.migrate import Standing, standing, upgrade
from bot.persistence.turning import check_keys
from bot.settings import Settings


def install(settings: Settings) -> None:
    """The key file and the newest tables; raises KeyFileError.

    A new key is made for a new database only: with a new one in the place of the lost one
    the service would start, and nobody could read what was written before.
    """
    if settings.key_file.exists() or standing(settings) is Standing.EMPTY:
        ensure_key_file(settings.key_file)
    read_ring(settings.key_file)
    upgrade(settings)
    check_keys(settings)
