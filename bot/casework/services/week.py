"""When the person can't come, week by week: asked once, kept until the person changes it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.casework.actor import client_actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound
from bot.casework.journal import entry
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import WEEKLY_KINDS, WeeklyTime

MOST = 60


def set_week(
    uow: UnitOfWork, context: Context, client_id: str, times: Sequence[WeeklyTime]
) -> None:
    """All of them, in place of those before; none: every time suits."""
    client = uow.clients.get(client_id)
    if client is None or client.erased_at is not None:
        raise NotFound("not_found")
    if len(times) > MOST or any(time.kind not in WEEKLY_KINDS for time in times):
        raise BadInput("week_unclear")
    if any(t.starts >= t.ends or t.weekday not in range(7) for t in times):
        raise BadInput("week_unclear")
    uow.availability.set_weekly(client_id, list(dict.fromkeys(times)))
    person = client_actor(client_id)
    now = context.clock.now()
    uow.trail.add(entry(now, person, "week", "client", client_id, client_id))
