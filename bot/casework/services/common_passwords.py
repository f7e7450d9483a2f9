"""The passwords that are tried first, from the lists that come with zxcvbn."""

from __future__ import annotations

from functools import cache


def is_common(password: str) -> bool:
    """Whether it is one of the known most used ones, in small or capital letters."""
    return password.casefold() in _most_used()


@cache
def _most_used() -> frozenset[str]:
    # Some hundred thousand words, needed only when a password is chosen.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415

    return frozenset(FREQUENCY_LISTS["passwords"])
