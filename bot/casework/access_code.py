"""Access codes: what staff hand over on paper and the person types.

Twelve characters without look-alikes (no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V), in
three groups of four. A code is never stored: only its HMAC, under a key that
lives outside the database.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 12


def new_code() -> str:
    """A fresh code; 23**12 possibilities, about 54 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spaced(code: str) -> str:
    """The code as it is printed: three groups of four."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def normalise(typed: str) -> str:
    """What was typed, without spaces, dashes and case; nothing is guessed."""
    return "".join(c for c in typed.upper() if c.isalnum())


def looks_like_code(normalised: str) -> bool:
    """Whether it has the length and the characters of a code."""
    return len(normalised) == LENGTH and all(c in ALPHABET for c in normalised)


def fingerprint(code: str, key: bytes) -> str:
    """The HMAC-SHA256 that is stored in place of the code."""
    return hmac.new(key, code.encode("ascii", "replace"), hashlib.sha256).hexdigest()
