"""What a use case refuses, as types that the web tier turns into answers.

``key`` names the sentence that the person reads (data/texts, ``error.<key>``).
"""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A use case said no. ``params`` fill the sentence; they never hold a client's words."""

    status = 409

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class NotFound(Refused):
    """Does not exist, or lies outside the reader's scope: the two look the same."""

    status = 404


class SignInFailed(Refused):
    """Not signed in: the code, the secret or the password does not open anything."""

    status = 401


class Forbidden(Refused):
    """The role may not do this at all."""

    status = 403


class WrongState(Refused):
    """The thing is not in a state that allows this move."""

    status = 409


class BadInput(Refused):
    """The input cannot be used; says what to do instead."""

    status = 422


class TooMany(Refused):
    """Too many tries; ``retry_after`` is in seconds."""

    status = 429

    def __init__(self, key: str, retry_after: int, **params: Any) -> None:
        super().__init__(key, retry_after=retry_after, **params)
        self.retry_after = retry_after
