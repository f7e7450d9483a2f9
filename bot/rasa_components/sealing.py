"""Sealing of what Rasa keeps: AES-256-GCM under a key ring that lives in a file.

A stolen database shows neither words nor who spoke: the row's id is an HMAC of
the conversation id, and a sealed value opens only in the row it was made for.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_FORMAT = b"\x01"
_NONCE_BYTES = 12


class KeyFileProblem(Exception):
    """The key ring is missing or can't be read; nothing may start without it."""


class SealBroken(Exception):
    """A sealed value was moved, changed or made under a key that is gone."""


@dataclass(frozen=True)
class _Key:
    name: bytes
    cipher: AESGCM
    id_secret: bytes


class KeyRing:
    """Seals with the current key, opens with any key of the ring."""

    def __init__(self, keys: Iterable[tuple[str, bytes]]) -> None:
        """`keys` begins with the current one."""
        self._keys = [self._derive(name, secret) for name, secret in keys]
        self._by_name = {key.name: key for key in self._keys}

    @classmethod
    def from_file(cls, path: Path) -> KeyRing:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            secrets = {
                name: base64.b64decode(value, validate=True)
                for name, value in content["keys"].items()
            }
            current = content["current"]
            names = [current, *(name for name in secrets if name != current)]
            pairs = [(name, secrets[name]) for name in names]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
            # The cause could carry a piece of the file, so only its kind is named.
            raise KeyFileProblem(f"key file {path}: {type(error).__name__}") from None
        for name, secret in pairs:
            if len(secret) != 32 or not 0 < len(name.encode()) < 256:
                raise KeyFileProblem(f"key file {path}: key {name} is not 32 bytes")
        return cls(pairs)

    def row_ids(self, sender: str) -> list[str]:
        """The row id under each key, the current one first: an old row is found
        after the key has changed."""
        return [
            hmac.new(key.id_secret, sender.encode(), "sha256").hexdigest() for key in self._keys
        ]

    def seal(self, value: bytes, bound_to: bytes) -> bytes:
        key = self._keys[0]
        nonce = os.urandom(_NONCE_BYTES)
        head = _FORMAT + bytes([len(key.name)]) + key.name + nonce
        return head + key.cipher.encrypt(nonce, value, bound_to)

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        try:
            if sealed[:1] != _FORMAT:
                raise SealBroken("unknown format")
            name_end = 2 + sealed[1]
            key = self._by_name[sealed[2:name_end]]
            nonce = sealed[name_end : name_end + _NONCE_BYTES]
            return key.cipher.decrypt(nonce, sealed[name_end + _NONCE_BYTES :], bound_to)
        except (IndexError, KeyError, ValueError, InvalidTag) as error:
            raise SealBroken(type(error).__name__) from None

    @staticmethod
    def _derive(name: str, secret: bytes) -> _Key:
        """One key for one purpose: none of these can stand in for the web tier's."""

        def purpose(info: bytes) -> bytes:
            return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)

        return _Key(
            name=name.encode(),
            cipher=AESGCM(purpose(b"reitti rasa tracker seal")),
            id_secret=purpose(b"reitti rasa tracker id"),
        )
