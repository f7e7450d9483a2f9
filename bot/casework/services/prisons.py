"""Setting up a prison: one place for meetings, open Monday to Friday, 9 to 15."""

from __future__ import annotations

import datetime as dt
import re

from bot.casework.actor import Actor, Role
from bot.casework.context import Context
from bot.casework.errors import BadInput, Forbidden, WrongState
from bot.casework.journal import entry
from bot.casework.people import OpenHours, Place, Prison
from bot.casework.ports import UnitOfWork

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
WORKING_WEEK = range(5)
OPENS, CLOSES = dt.time(9), dt.time(15)


def add_prison(
    uow: UnitOfWork, context: Context, actor: Actor, prison_id: str, name: str, place_name: str
) -> Prison:
    """A new prison with one place and the hours of a working week."""
    if actor.role not in (Role.ADMIN, Role.SYSTEM):
        raise Forbidden("role_may_not")
    if not _ID.fullmatch(prison_id) or not name.strip():
        raise BadInput("bad_prison_id")
    if uow.prisons.get(prison_id) is not None:
        raise WrongState("prison_exists")
    prison = Prison(prison_id, name.strip())
    place = Place(context.ids.new(), prison_id, place_name)
    hours = [OpenHours(day, OPENS, CLOSES) for day in WORKING_WEEK]
    uow.prisons.add(prison, [place], hours)
    uow.trail.add(entry(context.clock.now(), actor, "add", "prison", prison_id))
    return prison
