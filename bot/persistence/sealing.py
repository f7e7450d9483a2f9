"""Sealing of what a person wrote or what tells who they are: AES-256-GCM.

A sealed value names its key, so the ring can be turned without sealing all anew.
It is bound to the column and the row it was made for, so one that was moved to
another row does not open. Rasa's environment has its own (rasa_components/sealing.py).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.persistence.keys import read_keys

_FORMAT = 1
_NONCE_BYTES = 12
_SEAL_PURPOSE = b"reitti casework seal"
_CODE_PURPOSE = b"reitti access code"


class SealBroken(Exception):
    """A sealed value was moved, changed, or made under a key that is gone."""


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


def code_key(path: Path) -> bytes:
    """The key under which access codes are fingerprinted.

    It comes from the oldest key of the ring: a new current key must not make the
    codes that people have on paper worthless.
    """
    _, keys = read_keys(path)
    return _derive(next(iter(keys.values())), _CODE_PURPOSE)


class Sealer:
    """Seals with the current key, opens with any key of the ring."""

    def __init__(self, current: str, keys: Mapping[str, bytes]) -> None:
        self._ciphers = {
            name.encode(): AESGCM(_derive(secret, _SEAL_PURPOSE)) for name, secret in keys.items()
        }
        name = current.encode()
        self._current = self._ciphers[name]
        self._head = bytes([_FORMAT, len(name)]) + name

    @classmethod
    def from_file(cls, path: Path) -> Sealer:
        """The sealer of that key file."""
        return cls(*read_keys(path))

    def seal(self, value: bytes, column: str, row: str) -> bytes:
        """Seal for that column ("table.column") of that row."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._current.encrypt(nonce, value, _bound_to(column, row))
        return self._head + nonce + sealed

    def open(self, sealed: bytes, column: str, row: str) -> bytes:
        """The value; raises SealBroken."""
        try:
            if sealed[0] != _FORMAT:
                raise SealBroken(column)
            name_end = 2 + sealed[1]
            nonce_end = name_end + _NONCE_BYTES
            cipher = self._ciphers[sealed[2:name_end]]
            return cipher.decrypt(
                sealed[name_end:nonce_end], sealed[nonce_end:], _bound_to(column, row)
            )
        except (IndexError, KeyError, ValueError, InvalidTag):
            # The column only: neither the value nor whose row it is belongs in a log.
            raise SealBroken(column) from None

    def seal_text(self, value: str | None, column: str, row: str) -> bytes | None:
        return None if value is None else self.seal(value.encode(), column, row)

    def open_text(self, sealed: bytes | None, column: str, row: str) -> str | None:
        return None if sealed is None else self.open(sealed, column, row).decode()

    def seal_json(self, value: Any, column: str, row: str) -> bytes:
        return self.seal(orjson.dumps(value), column, row)

    def open_json(self, sealed: bytes, column: str, row: str) -> Any:
        return orjson.loads(self.open(sealed, column, row))


def _bound_to(column: str, row: str) -> bytes:
    return f"{column}.{row}".encode()
