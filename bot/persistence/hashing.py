"""Slow hashes for passwords and people's own secrets: Argon2id."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2Hasher:
    """The Hasher port. About 0.15 s for each call: run it in a thread."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._argon = hasher or PasswordHasher()
        # What a secret is held against when nothing is stored, so that the answer takes as
        # long and a stranger cannot learn which names exist.
        self._nobody = self._argon.hash("nobody has this secret")

    def hash(self, secret: str) -> str:
        return self._argon.hash(secret)

    def verify(self, stored: str | None, secret: str) -> bool:
        try:
            self._argon.verify(stored or self._nobody, secret)
            return bool(stored)
        except (VerificationError, InvalidHashError):
            return False
