"""A line by e-mail to a county's workers that something new waits: never what, never whose."""

from __future__ import annotations

import datetime as dt

from bot.casework.actor import SYSTEM
from bot.casework.context import Context
from bot.casework.outbox import Delivery, DeliveryKind
from bot.casework.ports import UnitOfWork

# One notice tells of all that came in so many minutes, and leaves when they are over.
EVERY = dt.timedelta(minutes=10)


def something_waits(uow: UnitOfWork, context: Context, county: str) -> None:
    """Something new has come for the county's workers; off unless the county has addresses."""
    if not context.destination_of(county).addresses:
        return
    now = context.clock.now()
    began = dt.datetime.fromtimestamp(now.timestamp() // EVERY.seconds * EVERY.seconds, dt.UTC)
    mark = f"notice:{county}:{began:%Y%m%dT%H%M}"
    uow.outbox.put(
        Delivery(
            id=context.ids.new(),
            kind=DeliveryKind.NOTICE,
            mark=mark,
            county=county,
            made_by=SYSTEM.id,
            at=now,
            due_at=began + EVERY,
        )
    )
