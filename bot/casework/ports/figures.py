"""What is counted for a leader: no name, no word, no id of a person leaves these."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from bot.casework.referral import Referral


@dataclass(frozen=True)
class MeetingCount:
    """How many meetings stand so: state, reason of a refusal, whether permitted, whether a
    time was ever asked for."""

    state: str
    reason: str | None
    permitted: bool
    asked: bool
    number: int


class Figures(Protocol):
    """Both bounds are moments; the second does not belong."""

    def referrals(self, county: str, since: dt.datetime, until: dt.datetime) -> list[Referral]:
        """The county's referrals received then, without anybody's name; not those that went
        on to another county."""

    def by_county(self, since: dt.datetime, until: dt.datetime) -> dict[str, int]:
        """How many each county received."""

    def felt(self, county: str, since: dt.datetime, until: dt.datetime) -> dict[str, int]:
        """How many persons of the county said then, last, that the contact felt so."""

    def meetings(self, county: str, since: dt.datetime, until: dt.datetime) -> list[MeetingCount]:
        """The county's meetings that were begun then."""
