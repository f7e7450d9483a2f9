"""An alert that nobody answers goes further: to the address of those on duty in that prison.

The page of the prison repeats it all the while. What goes out says that an alert waits, in
which prison and since when; never who, nor which kind (domain.md section 6: repeat until
acknowledged, minimum data).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from bot.casework.actor import SYSTEM, Actor, Role
from bot.casework.context import Context
from bot.casework.errors import BadInput, Forbidden, NotFound
from bot.casework.journal import entry
from bot.casework.ports import UnitOfWork

UNANSWERED = dt.timedelta(minutes=3)
_ADDRESS = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}")


@dataclass(frozen=True)
class Escalation:
    """One alert that must go further, and where to."""

    alert_id: str
    client_id: str
    prison_name: str
    raised_at: dt.datetime
    address: str


def unanswered(uow: UnitOfWork, context: Context) -> list[Escalation]:
    """The alerts that nobody has answered for so long, of prisons that named an address."""
    found = []
    for alert, address in uow.alerts.to_escalate(context.clock.now() - UNANSWERED):
        prison = uow.prisons.get(alert.prison)
        name = prison.name if prison is not None else alert.prison
        found.append(Escalation(alert.id, alert.client_id, name, alert.raised_at, address))
    return found


def went_further(uow: UnitOfWork, context: Context, escalation: Escalation) -> None:
    """It was handed to the mail server: the person is told so from now on."""
    now = context.clock.now()
    if uow.alerts.mark_escalated(escalation.alert_id, now):
        uow.trail.add(
            entry(now, SYSTEM, "escalate", "alert", escalation.alert_id, escalation.client_id)
        )


def set_escalation(
    uow: UnitOfWork, context: Context, actor: Actor, prison_id: str, address: str | None
) -> None:
    """Where unanswered alerts of that prison go; None: nowhere. Raises BadInput for what is
    no e-mail address, NotFound for an unknown prison."""
    if actor.role not in (Role.ADMIN, Role.SYSTEM):
        raise Forbidden("role_may_not")
    if address is not None and not _ADDRESS.fullmatch(address):
        raise BadInput("bad_address")
    if not uow.prisons.set_escalation(prison_id, address):
        raise NotFound("unknown_prison")
    uow.trail.add(entry(context.clock.now(), actor, "set_escalation", "prison", prison_id))
