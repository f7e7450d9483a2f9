"""A file that is sealed as a whole, piece by piece, so that it may be larger than the memory.

Head: a mark, the name of the key, a random salt, and a check that tells another key from a damaged
file; the file's own key comes from key and salt. Each piece
is sealed with its number, and the last one as the last: pieces can't be left out, put in another
order, or cut off at the end.
"""

from __future__ import annotations

import hmac
import os
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.persistence.keys import read_ring

MARK = b"REITTI\x02"
_SALT_BYTES = 16
_CHECK_BYTES = 8
_PIECE = 64 * 1024
_PURPOSE = b"reitti backup file"


class FileBroken(ValueError):
    """The file was changed, cut off, or sealed under a key that is not in the ring."""


class OtherKey(FileBroken):
    """The file is whole, as far as can be seen, and not of this key file."""


class SealedWriter:
    """What is written goes sealed into the file; ``close`` writes the last piece."""

    def __init__(self, file: BinaryIO, key_file: Path) -> None:
        ring = read_ring(key_file)
        name, salt = ring.current.encode(), os.urandom(_SALT_BYTES)
        self._file = file
        self._cipher, check = _cipher(ring.keys[ring.current], salt)
        self._number = 0
        self._held = bytearray()
        file.write(MARK + bytes([len(name)]) + name + salt + check)

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > _PIECE:
            self._put(bytes(self._held[:_PIECE]), last=False)
            del self._held[:_PIECE]
        return len(data)

    def flush(self) -> None:
        """A piece is written when it is full."""

    def close(self) -> None:
        self._put(bytes(self._held), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _put(self, piece: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), piece, _flag(last))
        self._file.write(len(sealed).to_bytes(4, "big") + _flag(last) + sealed)
        self._number += 1


class SealedReader:
    """Reads such a file; raises FileBroken before anything wrong comes out."""

    def __init__(self, file: BinaryIO, key_file: Path) -> None:
        ring = read_ring(key_file)
        if file.read(len(MARK)) != MARK:
            raise FileBroken("no such file")
        name = file.read(int.from_bytes(file.read(1), "big")).decode(errors="replace")
        salt, found = file.read(_SALT_BYTES), file.read(_CHECK_BYTES)
        if name not in ring.keys:
            raise OtherKey("key")
        self._cipher, check = _cipher(ring.keys[name], salt)
        if not hmac.compare_digest(found, check):
            raise OtherKey("key")
        self._file = file
        self._number = 0
        self._held = b""
        self._last = False

    def read(self, size: int = -1) -> bytes:
        while not self._last and (size < 0 or len(self._held) < size):
            self._held += self._next()
        size = len(self._held) if size < 0 else size
        out, self._held = self._held[:size], self._held[size:]
        return out

    def _next(self) -> bytes:
        head = self._file.read(5)
        if len(head) < 5:
            raise FileBroken("cut off")
        try:
            piece = self._cipher.decrypt(
                _nonce(self._number), self._file.read(int.from_bytes(head[:4], "big")), head[4:]
            )
        except InvalidTag:
            raise FileBroken("changed") from None
        self._number += 1
        self._last = head[4:] == _flag(True)
        return piece


def is_sealed(path: Path) -> bool:
    """Whether the file is one of these; copies of earlier programs are not."""
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def _cipher(secret: bytes, salt: bytes) -> tuple[AESGCM, bytes]:
    made = HKDF(algorithm=SHA256(), length=32 + _CHECK_BYTES, salt=salt, info=_PURPOSE)
    key = made.derive(secret)
    return AESGCM(key[:32]), key[32:]


def _nonce(number: int) -> bytes:
    # The key is the file's own, so a number is never used twice under it.
    return number.to_bytes(12, "big")


def _flag(last: bool) -> bytes:
    return b"\x01" if last else b"\x00"
