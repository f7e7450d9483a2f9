"""What every act on a meeting has in common: the table of moves, the trail, the second click."""

from __future__ import annotations

from bot.casework.actor import Actor, Right, Role
from bot.casework.context import Context
from bot.casework.errors import BadInput, Forbidden, NotFound, WrongState
from bot.casework.journal import entry
from bot.casework.meeting import HOLDING_STATES, MEETING_MOVES, Meeting, MeetingState, MeetingVerb
from bot.casework.ports import UnitOfWork
from bot.casework.services.announcing import announce
from bot.casework.thread import Say

# What others do is told in the person's thread.
NEWS = {
    MeetingVerb.OFFER: "say.meeting_offered",
    MeetingVerb.APPROVE: "say.meeting_approved",
    MeetingVerb.REJECT: "say.meeting_rejected",
    MeetingVerb.PROPOSE: "say.meeting_changes",
    MeetingVerb.CANCEL: "say.meeting_cancelled",
    MeetingVerb.NO_SHOW: "say.meeting_not_held",
    MeetingVerb.RECHECK: "say.meeting_asked_anew",
}


def check_revision(meeting: Meeting, revision: int | None) -> None:
    """A page that shows an older state of things may not decide on a newer one."""
    if revision is not None and revision != meeting.revision:
        raise WrongState("out_of_date")


def move(meeting: Meeting, verb: MeetingVerb, actor: Actor) -> None:
    """Change the state as the table of moves says; it alone knows what is allowed."""
    meeting.state = MEETING_MOVES.move(meeting.state, verb, actor.role)


def finish_act(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    meeting: Meeting,
    verb: MeetingVerb,
    reason: str | None = None,
    *,
    holds: bool = False,
) -> None:
    """Hold or free the time as the new state wants, store, and leave a row in the trail.
    ``holds``: it holds the time already."""
    if meeting.state in HOLDING_STATES:
        if not holds:
            uow.meetings.hold(meeting)
    else:
        uow.meetings.let_go(meeting.id)
    uow.meetings.save(meeting)
    if actor.role is not Role.CLIENT and verb in NEWS:
        announce(uow, context, meeting.client_id, Say(NEWS[verb]))
    now = context.clock.now()
    uow.trail.add(entry(now, actor, verb.value, "meeting", meeting.id, meeting.client_id, reason))


def cancel_act(uow: UnitOfWork, context: Context, actor: Actor, meeting: Meeting) -> None:
    """Cancel; a second click by the same side is harmless."""
    if meeting.state is MeetingState.CANCELLED and meeting.cancelled_by == actor.role.value:
        return
    move(meeting, MeetingVerb.CANCEL, actor)
    meeting.cancelled_by = actor.role.value
    finish_act(uow, context, actor, meeting, MeetingVerb.CANCEL)


def states_named(
    state: str | None, by_default: tuple[MeetingState, ...]
) -> tuple[MeetingState, ...]:
    """The states that a list is asked for: one, or the default."""
    if not state:
        return by_default
    if state not in list(MeetingState):
        raise BadInput("state_unknown")
    return (MeetingState(state),)


def of_client(uow: UnitOfWork, client_id: str, meeting_id: str) -> Meeting:
    """The person's own meeting, to change it."""
    meeting = uow.meetings.of_client(meeting_id, client_id, to_change=True)
    if meeting is None:
        raise NotFound("not_found")
    return meeting


def of_worker(
    uow: UnitOfWork, actor: Actor, meeting_id: str, *, to_change: bool = False
) -> Meeting:
    """A meeting of the worker's county that is this worker's, or nobody's yet."""
    if actor.role is not Role.SOCIAL_WORKER or actor.county is None:
        raise Forbidden("role_may_not")
    meeting = uow.meetings.of_county(meeting_id, actor.county, to_change=to_change)
    if meeting is None:
        raise NotFound("not_found")
    if meeting.worker_id not in (None, actor.id):
        user = uow.staff.get(meeting.worker_id) if meeting.worker_id else None
        raise WrongState("meeting_of_other", name=user.name if user else "")
    return meeting


def prison_of(actor: Actor) -> str:
    """The prison of a member of staff who has the right to decide on meetings."""
    if actor.role is not Role.PRISON_STAFF or actor.prison is None:
        raise Forbidden("role_may_not")
    if Right.APPROVE not in actor.rights:
        raise Forbidden("right_missing")
    return actor.prison


def of_prison(uow: UnitOfWork, actor: Actor, meeting_id: str, *, to_change: bool = True) -> Meeting:
    """A meeting of that prison, without the wish."""
    meeting = uow.meetings.of_prison(meeting_id, prison_of(actor), to_change=to_change)
    if meeting is None:
        raise NotFound("not_found")
    return meeting
