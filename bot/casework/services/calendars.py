"""A worker's meetings for a calendar program: times and places, never who the person is."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from bot.casework.actor import Actor, Role
from bot.casework.context import Context
from bot.casework.errors import BadInput, Forbidden, NotFound
from bot.casework.journal import entry
from bot.casework.meeting import Meeting, MeetingState
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import Absence
from bot.casework.services.meeting_acts import of_worker
from bot.casework.services.meeting_changes import recheck_worker

SHOWN = (MeetingState.REQUESTED, MeetingState.APPROVED, MeetingState.STARTED)
MOST, LONGEST_AWAY = 500, 400


@dataclass(frozen=True)
class Event:
    """One meeting as a calendar shows it."""

    id: str
    start: dt.datetime
    end: dt.datetime
    prison: str
    mode: str
    state: str
    changed: int


def make_feed(uow: UnitOfWork, context: Context, actor: Actor) -> str:
    """A new token; the address before it is dead. The token itself is kept nowhere."""
    _worker(actor)
    token = context.ids.token()
    uow.availability.set_feed(actor.id, _mark(token), context.clock.now())
    uow.trail.add(entry(context.clock.now(), actor, "feed", "staff", actor.id))
    return token


def end_feed(uow: UnitOfWork, context: Context, actor: Actor) -> None:
    """No address any more."""
    _worker(actor)
    uow.availability.set_feed(actor.id, None, context.clock.now())
    uow.trail.add(entry(context.clock.now(), actor, "end_feed", "staff", actor.id))


def feed(uow: UnitOfWork, token: str) -> tuple[str, list[Event]]:
    """Whose calendar the token opens, and what is in it; NotFound for any other token."""
    owner = uow.availability.feed_owner(_mark(token))
    user = uow.staff.get(owner) if owner else None
    if user is None or not user.active or user.county is None:
        raise NotFound("not_found")
    found = uow.meetings.list_of_county(user.county, SHOWN, user.id, MOST)
    return user.id, [event for event in (_event(uow, m) for m in found) if event]


def one_event(uow: UnitOfWork, actor: Actor, meeting_id: str) -> Event:
    """One meeting of this worker, once it has a time."""
    event = _event(uow, of_worker(uow, actor, meeting_id))
    if event is None:
        raise NotFound("not_found")
    return event


def add_absence(
    uow: UnitOfWork, context: Context, actor: Actor, first: dt.date, last: dt.date
) -> int:
    """Away from day to day; how many meetings that changes."""
    _worker(actor)
    if last < first or last < context.today() or (last - first).days > LONGEST_AWAY:
        raise BadInput("days_turned")
    uow.availability.add_absence(Absence(context.ids.new(), actor.id, first, last))
    uow.trail.add(entry(context.clock.now(), actor, "away", "staff", actor.id))
    return recheck_worker(uow, context, actor.county or "", actor.id)


def drop_absence(uow: UnitOfWork, actor: Actor, absence_id: str) -> None:
    """There after all."""
    _worker(actor)
    if not uow.availability.drop_absence(actor.id, absence_id):
        raise NotFound("not_found")


def _worker(actor: Actor) -> None:
    if actor.role is not Role.SOCIAL_WORKER or actor.county is None:
        raise Forbidden("role_may_not")


def _event(uow: UnitOfWork, meeting: Meeting) -> Event | None:
    if meeting.start is None or meeting.end is None:
        return None
    prison = uow.prisons.get(meeting.prison)
    return Event(
        meeting.id,
        meeting.start,
        meeting.end,
        prison.name if prison else meeting.prison,
        meeting.mode,
        meeting.state.value,
        meeting.revision,
    )


def _mark(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
