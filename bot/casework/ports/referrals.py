"""The counties' queues."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from bot.casework.referral import Referral, ReferralEvent, ReferralState
from bot.casework.summary import Content


class Referrals(Protocol):
    """Referrals; their content lies in sealed versions."""

    def add(self, referral: Referral) -> None: ...

    def of_client(self, client_id: str) -> Referral | None:
        """The person's referral in the county that has it now."""

    def of_county(self, referral_id: str, county: str) -> Referral | None: ...

    def save(self, referral: Referral) -> None:
        """Raises WrongState("out_of_date") if ``revision`` is not the stored one; raises
        the revision by one."""

    def counts(self, county: str) -> dict[ReferralState, int]:
        """How many stand in each state."""

    def add_version(
        self, referral_id: str, version: int, content: Content, at: dt.datetime
    ) -> None: ...

    def version(self, referral_id: str, version: int) -> tuple[Content, dt.datetime] | None: ...

    def add_event(self, event: ReferralEvent) -> None:
        """``text`` (a note) is sealed."""

    def events(self, referral_id: str) -> list[ReferralEvent]:
        """Oldest first."""
