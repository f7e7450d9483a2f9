"""The key ring: a file outside the database, made once, readable by its owner alone.

The same file is read by Rasa's tracker store (bot/rasa_components/sealing.py).
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

KEY_BYTES = 32


class KeyFileError(Exception):
    """The key file is damaged; without it, nothing that was sealed can be read."""


def ensure_key_file(path: Path) -> None:
    """Make the key file with one fresh 256-bit key, unless it exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
    content = json.dumps({"current": "k1", "keys": {"k1": key}})
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_keys(path: Path) -> tuple[str, dict[str, bytes]]:
    """The id of the current key and all keys; raises KeyFileError with one clear line."""
    try:
        data = json.loads(path.read_text(encoding="ascii"))
        keys = {name: base64.b64decode(key) for name, key in data["keys"].items()}
        current = str(data["current"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFileError(f"The key file {path.name} can't be read") from error
    if current not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise KeyFileError(f"The key file {path.name} is damaged")
    return current, keys
