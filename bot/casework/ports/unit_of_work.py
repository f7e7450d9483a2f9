"""One transaction, and the database that gives it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

from bot.casework.ports.aftercare import Drafts, HelpReports
from bot.casework.ports.alerts import Alerts
from bot.casework.ports.conversation import Intakes, Reviews, Threads
from bot.casework.ports.desk import Presence, Queue, SavedViews
from bot.casework.ports.figures import Figures
from bot.casework.ports.housekeeping import Housekeeping
from bot.casework.ports.meeting_rules import Availability, Rules
from bot.casework.ports.meetings import Meetings
from bot.casework.ports.people import Clients, Codes, Prisons, Sessions, SignIns, Staff
from bot.casework.ports.referrals import Referrals
from bot.casework.ports.support import Outbox, SupportEvents
from bot.casework.ports.trail import Idempotency, Throttle, Trail

T = TypeVar("T")


class UnitOfWork(Protocol):
    """All repositories on one transaction. A use case that raises changes nothing."""

    @property
    def prisons(self) -> Prisons: ...
    @property
    def clients(self) -> Clients: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def sign_ins(self) -> SignIns: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def threads(self) -> Threads: ...
    @property
    def intakes(self) -> Intakes: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def referrals(self) -> Referrals: ...
    @property
    def queue(self) -> Queue: ...
    @property
    def presence(self) -> Presence: ...
    @property
    def saved_views(self) -> SavedViews: ...
    @property
    def meetings(self) -> Meetings: ...
    @property
    def rules(self) -> Rules: ...
    @property
    def availability(self) -> Availability: ...
    @property
    def alerts(self) -> Alerts: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def help_reports(self) -> HelpReports: ...
    @property
    def support(self) -> SupportEvents: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def trail(self) -> Trail: ...
    @property
    def idempotency(self) -> Idempotency: ...
    @property
    def throttle(self) -> Throttle: ...
    @property
    def housekeeping(self) -> Housekeeping: ...


class DatabaseAway(OSError):
    """The database can't be reached, or has no room: a matter of trying later."""


class Database(Protocol):
    """Runs a use case in one transaction: all of it happens, or nothing.

    Both ways raise DatabaseAway when there is no answer to be had now.
    """

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """Read and write."""

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Read only; several at a time."""

    async def healthy(self) -> bool:
        """Whether it answers now."""

    def alone(self, task: str) -> AbstractAsyncContextManager[bool]:
        """Whether this process may do the task now: of all processes on this database one
        may, until it is done or dies. Who may not goes on without waiting."""
