"""The queue orders by the day of the next goal, which is stored; when a county has changed its
goals (data/clocks.yml), what is open gets its place anew."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from bot.casework.clocks import RULES, next_due
from bot.casework.context import Context
from bot.casework.ports import UnitOfWork
from bot.casework.queue_view import Asked

AT_ONCE = 200
# Whose the mark of done work is, among what has acted once; the nightly purge takes it after
# some days, and the next start looks again.
_WHOSE, _DONE = "clocks", 200


@dataclass(frozen=True)
class Place:
    """Where a referral of that revision belongs."""

    referral_id: str
    revision: int
    due_on: dt.date | None


def is_in_place(uow: UnitOfWork, context: Context) -> bool:
    """Whether the queues were put in order by these very goals not long ago: then a start has
    nothing to open."""
    return uow.idempotency.get(_WHOSE, _mark(context)) is not None


def note_in_place(uow: UnitOfWork, context: Context) -> None:
    """They are now."""
    uow.idempotency.put(_WHOSE, _mark(context), "", _DONE, "", context.clock.now())


def _mark(context: Context) -> str:
    goals = [RULES, *sorted((county, str(goal)) for county, goal in context.targets.items())]
    return hashlib.sha256(repr(goals).encode()).hexdigest()


def out_of_place(
    uow: UnitOfWork, context: Context, county: str, after: str | None = None
) -> tuple[list[Place], str | None]:
    """Those of some of the county's open referrals whose day is not that of the goals now,
    and where to go on; None at the end."""
    targets = context.targets_of(county)
    page, following = uow.queue.page(county, context.today(), Asked(), limit=AT_ONCE, after=after)
    due = [(each, next_due(each, targets)) for each in page]
    wrong = [Place(each.id, each.revision, day) for each, day in due if day != each.due_on]
    return wrong, following


def put_in_place(uow: UnitOfWork, places: list[Place]) -> None:
    """What was changed meanwhile has its new place already."""
    for place in places:
        uow.queue.reorder(place.referral_id, place.revision, place.due_on)
