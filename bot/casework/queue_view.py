"""What a worker asks of the queue: a view, filters, words to look for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.casework.referral import OPEN_STATES, ReferralState


class View(StrEnum):
    """The ways to look at the queue; ``desk.queue.show.<view>``."""

    OPEN = "open"
    URGENT = "urgent"
    FREE = "free"
    MINE = "mine"
    STAND_IN = "stand_in"
    WAITING = "waiting"
    CLOSED = "closed"


class Window(StrEnum):
    """How near the release is; ``desk.queue.window.<window>``."""

    TWO_WEEKS = "14"
    MONTH = "30"
    QUARTER = "90"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Asked:
    """One question to the queue. ``area`` and ``words`` are sealed in the database: they are
    looked for after opening, everything else by index."""

    states: tuple[ReferralState, ...] = OPEN_STATES
    urgent: bool = False
    claimed_by: str | None = None
    stand_in: str | None = None
    prison: str | None = None
    lang: str | None = None
    released_by: dt.date | None = None
    release_unknown: bool = False
    area: str | None = None
    words: str = ""

    @property
    def opens(self) -> bool:
        """Whether rows must be opened to know if they belong."""
        return bool(self.area or self.words)


_VIEWS: dict[View, Callable[[str], Asked]] = {
    View.OPEN: lambda _: Asked(),
    View.URGENT: lambda _: Asked(urgent=True),
    View.FREE: lambda _: Asked(states=(ReferralState.NEW,)),
    View.MINE: lambda worker: Asked(claimed_by=worker),
    View.STAND_IN: lambda worker: Asked(stand_in=worker),
    View.WAITING: lambda _: Asked(states=(ReferralState.WAITING,)),
    View.CLOSED: lambda _: Asked(states=(ReferralState.CLOSED,)),
}


def asked_of(view: View, worker: str) -> Asked:
    """What a view asks for, when this worker looks."""
    return _VIEWS[view](worker)


def within(asked: Asked, window: Window, today: dt.date) -> Asked:
    """Only those whose release falls into the window; one that has passed is near too."""
    if window is Window.UNKNOWN:
        return replace(asked, release_unknown=True)
    return replace(asked, released_by=today + dt.timedelta(days=int(window)))
