"""The key ring: a file outside the database, made once, readable by its owner alone.

The same file is read by Rasa's tracker store (bot/rasa_components/sealing.py).
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

KEY_BYTES = 32


class KeyFileError(Exception):
    """The key file is damaged; without it, nothing that was sealed can be read."""


@dataclass(frozen=True)
class Ring:
    """All keys, oldest first. ``codes``: the key of access codes, once its parent may go."""

    current: str
    keys: dict[str, bytes] = field(repr=False)
    codes: bytes | None = field(default=None, repr=False)

    def with_new_key(self) -> Ring:
        """The ring with one more key, which is the current one from now on."""
        numbers = [int(name[1:]) for name in self.keys if name[:1] == "k" and name[1:].isdigit()]
        name = f"k{max(numbers, default=0) + 1}"
        return replace(self, current=name, keys={**self.keys, name: _fresh()})

    def without(self, name: str) -> Ring:
        """The ring when nothing is sealed under that key any more."""
        return replace(self, keys={known: key for known, key in self.keys.items() if known != name})

    def keeping(self, codes: bytes) -> Ring:
        """The ring with the key of access codes in so many words."""
        return replace(self, codes=codes)


def _fresh() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def ensure_key_file(path: Path) -> None:
    """Make the key file with one fresh 256-bit key, unless it exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write_new(path, Ring("k1", {"k1": _fresh()}))
    except FileExistsError:
        return


def write_ring(path: Path, ring: Ring) -> None:
    """Put the ring in the place of the old one; whoever reads meanwhile reads one of them."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    _write_new(beside, ring)
    beside.replace(path)
    _sync(path.parent)


def read_ring(path: Path) -> Ring:
    """The ring of the file; raises KeyFileError with one clear line."""
    try:
        data = json.loads(path.read_text(encoding="ascii"))
        keys = {name: base64.b64decode(key) for name, key in data["keys"].items()}
        current = str(data["current"])
        codes = base64.b64decode(data["codes"]) if "codes" in data else None
    except FileNotFoundError as error:
        raise KeyFileError(
            f"The key file {path} is gone: put it back from where its copy is kept; without it "
            "nothing that people wrote can be read"
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFileError(f"The key file {path.name} can't be read") from error
    if current not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise KeyFileError(f"The key file {path.name} is damaged")
    return Ring(current, keys, codes)


def read_keys(path: Path) -> tuple[str, dict[str, bytes]]:
    """The id of the current key and all keys; raises KeyFileError with one clear line."""
    ring = read_ring(path)
    return ring.current, ring.keys


def _write_new(path: Path, ring: Ring) -> None:
    content: dict[str, object] = {
        "current": ring.current,
        "keys": {name: _text(key) for name, key in ring.keys.items()},
    }
    if ring.codes is not None:
        content["codes"] = _text(ring.codes)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(json.dumps(content))
        file.flush()
        os.fsync(file.fileno())


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
