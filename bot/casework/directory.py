"""An actor as a county's directory lists it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ListedActor:
    """An id, a name by language, the need areas in which it can help."""

    id: str
    names: Mapping[str, str]
    areas: tuple[str, ...]
