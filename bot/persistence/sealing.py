"""Sealing of what a person wrote or what tells who they are: AES-256-GCM.

A sealed value names its key, so the ring can be turned without sealing all anew.
It is bound to the column and the row it was made for, so one that was moved to
another row does not open. Rasa's environment has its own (rasa_components/sealing.py).
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.persistence.keys import KeyFileError, Ring, read_ring

logger = logging.getLogger(__name__)

_FORMAT = 1
_NONCE_BYTES = 12
_SEAL_PURPOSE = b"reitti casework seal"
_CODE_PURPOSE = b"reitti access code"
# So long may a process seal under the key before, when the ring has been turned.
LOOK_EVERY = 5.0


class SealBroken(Exception):
    """A sealed value was moved, changed, or made under a key that is gone."""


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


def code_key(path: Path) -> bytes:
    """The key under which access codes are fingerprinted.

    It comes from the oldest key of the ring, and is kept beside the ring once that may go: a
    new current key must not make the codes that people have on paper worthless.
    """
    return code_key_of(read_ring(path))


def code_key_of(ring: Ring) -> bytes:
    """The same of a ring that was read."""
    return ring.codes or _derive(next(iter(ring.keys.values())), _CODE_PURPOSE)


def key_name(sealed: bytes) -> str:
    """The name of the key that a value is sealed under; it stands in front, in the clear."""
    return sealed[2 : 2 + sealed[1]].decode(errors="replace")


@dataclass(frozen=True)
class _Ciphers:
    """What the ring comes to; replaced as a whole when the file has changed."""

    by_name: Mapping[bytes, AESGCM]
    current: AESGCM
    head: bytes

    @classmethod
    def of(cls, current: str, keys: Mapping[str, bytes]) -> _Ciphers:
        by_name = {
            name.encode(): AESGCM(_derive(secret, _SEAL_PURPOSE)) for name, secret in keys.items()
        }
        name = current.encode()
        return cls(by_name, by_name[name], bytes([_FORMAT, len(name)]) + name)


class Sealer:
    """Seals with the current key, opens with any key of the ring.

    Made from a file, it looks now and then whether the ring has been turned: the service
    goes on through `reitti keys rotate`.
    """

    def __init__(self, current: str, keys: Mapping[str, bytes]) -> None:
        self._ciphers = _Ciphers.of(current, keys)
        self._path: Path | None = None
        self._written = 0
        self._looked = 0.0

    @classmethod
    def from_file(cls, path: Path) -> Sealer:
        """The sealer of that key file."""
        written = path.stat().st_mtime_ns if path.exists() else 0
        ring = read_ring(path)
        sealer = cls(ring.current, ring.keys)
        sealer._path, sealer._written, sealer._looked = path, written, time.monotonic()
        return sealer

    @property
    def current(self) -> str:
        """The name of the key that new values are sealed under."""
        return self._ciphers.head[2:].decode()

    def _look_again(self) -> None:
        if self._path is None:
            return
        self._looked = time.monotonic()
        try:
            written = self._path.stat().st_mtime_ns
            if written == self._written:
                return
            ring = read_ring(self._path)
        except (OSError, KeyFileError) as error:
            # The keys in hand still open what they sealed: nobody is sent away for this.
            logger.error("the key file can't be read again: %s", type(error).__name__)  # noqa: TRY400
            return
        self._ciphers, self._written = _Ciphers.of(ring.current, ring.keys), written

    def _cipher(self, name: bytes) -> AESGCM:
        found = self._ciphers.by_name.get(name)
        if found is None:
            self._look_again()
            found = self._ciphers.by_name[name]
        return found

    def seal(self, value: bytes, column: str, row: str) -> bytes:
        """Seal for that column ("table.column") of that row."""
        if time.monotonic() - self._looked > LOOK_EVERY:
            self._look_again()
        ciphers, nonce = self._ciphers, os.urandom(_NONCE_BYTES)
        sealed = ciphers.current.encrypt(nonce, value, _bound_to(column, row))
        return ciphers.head + nonce + sealed

    def open(self, sealed: bytes, column: str, row: str) -> bytes:
        """The value; raises SealBroken."""
        try:
            if sealed[0] != _FORMAT:
                raise SealBroken(column)
            name_end = 2 + sealed[1]
            nonce_end = name_end + _NONCE_BYTES
            cipher = self._cipher(sealed[2:name_end])
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
