"""The prison's half of a meeting: to permit, refuse, propose another time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.casework.actor import Actor, Role
from bot.casework.context import Context
from bot.casework.errors import BadInput, Forbidden, WrongState
from bot.casework.meeting import Meeting, MeetingState, RejectCode
from bot.casework.meeting import MeetingVerb as Verb
from bot.casework.people import Place
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import Schedule
from bot.casework.services.fitting import Fit
from bot.casework.services.meeting_acts import (
    check_revision,
    finish_act,
    move,
    of_prison,
    prison_of,
    states_named,
)
from bot.casework.services.meeting_hosts import named_host
from bot.casework.services.meeting_times import checked_slots, same_times
from bot.casework.services.meeting_views import prison_view
from bot.casework.services.referral_scope import Json
from bot.casework.services.words import usable_words

MAX_TEXT = 500
# The prison knows of it and may permit all the same.
MAY_PERMIT = ("notice",)
# What a prison has been asked; drafts and offers are between person and worker.
ASKED_STATES = (
    MeetingState.REQUESTED,
    MeetingState.APPROVED,
    MeetingState.STARTED,
    MeetingState.CHANGES_ASKED,
    MeetingState.REJECTED,
    MeetingState.HELD,
    MeetingState.NO_SHOW,
    MeetingState.CANCELLED,
    MeetingState.EXPIRED,
)


def requests(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    *,
    state: str | None = None,
    limit: int = 200,
) -> list[Json]:
    """The prison's meetings by start; ``state``: one of them, None for all it was asked."""
    states = [s for s in states_named(state, ASKED_STATES) if s in ASKED_STATES]
    found = uow.meetings.list_of_prison(prison_of(actor), states, limit)
    return [prison_view(uow, context, actor, meeting) for meeting in found if _was_asked(meeting)]


def show(uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str) -> Json:
    """One meeting of the prison."""
    return prison_view(uow, context, actor, of_prison(uow, actor, meeting_id, to_change=False))


def approve(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    meeting_id: str,
    place: str | None = None,
    revision: int | None = None,
    *,
    host: str | None = None,
) -> Json:
    """Permit this partner at this time in that place, or in the first one that is free;
    ``host``: who of the staff helps with an e-service, else the first who is free."""
    meeting = of_prison(uow, actor, meeting_id)
    decided_here = (
        meeting.decided_by == actor.id
        and place in (None, meeting.place_id)
        and host in (None, meeting.host_id)
    )
    if meeting.state is MeetingState.APPROVED and decided_here:
        return prison_view(uow, context, actor, meeting)
    check_revision(meeting, revision)
    move(meeting, Verb.APPROVE, actor)
    places = permit(uow, context, actor, meeting, place, host)
    finish_act(uow, context, actor, meeting, Verb.APPROVE, holds=True)
    return prison_view(uow, context, actor, meeting, places)


def reject(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    meeting_id: str,
    code: str,
    text: str | None = None,
    revision: int | None = None,
) -> Json:
    """Refuse, with a code and words that person and worker read; "other" needs words."""
    meeting = of_prison(uow, actor, meeting_id)
    if code not in list(RejectCode):
        raise BadInput("reject_code_unknown")
    words = usable_words(text, MAX_TEXT) if text and text.strip() else None
    if code == RejectCode.OTHER and words is None:
        raise BadInput("reject_text_missing")
    same = meeting.decided_by == actor.id and meeting.reason_code == code
    if meeting.state is MeetingState.REJECTED and same:
        return prison_view(uow, context, actor, meeting)
    check_revision(meeting, revision)
    _check_matter(uow.rules.schedule(meeting.prison, context.today()), actor, meeting)
    move(meeting, Verb.REJECT, actor)
    meeting.reason_code, meeting.reason_text = code, words
    meeting.place_id = None
    decide(context, actor, meeting)
    finish_act(uow, context, actor, meeting, Verb.REJECT, code)
    return prison_view(uow, context, actor, meeting)


def propose(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    meeting_id: str,
    slots: Sequence[Mapping[str, Any]],
    revision: int | None = None,
) -> Json:
    """Other times instead, which the person picks from: a new time needs a new permission."""
    meeting = of_prison(uow, actor, meeting_id)
    own = meeting.decided_by == actor.id and same_times(meeting.slots, slots)
    if meeting.state is MeetingState.CHANGES_ASKED and own:
        return prison_view(uow, context, actor, meeting)
    check_revision(meeting, revision)
    _check_matter(uow.rules.schedule(meeting.prison, context.today()), actor, meeting)
    move(meeting, Verb.PROPOSE, actor)
    meeting.slots = checked_slots(uow, context, meeting, slots)
    meeting.proposed_by = Role.PRISON_STAFF.value
    meeting.start = meeting.end = meeting.place_id = None
    decide(context, actor, meeting)
    finish_act(uow, context, actor, meeting, Verb.PROPOSE)
    return prison_view(uow, context, actor, meeting)


def permit(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    meeting: Meeting,
    place: str | None = None,
    host: str | None = None,
) -> Sequence[Place]:
    """Bind the permission to this partner, time and place, and hold them; nobody permits what
    they take part in themselves. Whether person and worker are free the database says, which
    holds the time for them already. Returns the prison's places."""
    if actor.id == meeting.worker_id:
        raise WrongState("own_request")
    if meeting.start is None or meeting.end is None or meeting.start <= context.clock.now():
        raise WrongState("slot_past")
    fit = Fit(uow, context, meeting, meeting.start, meeting.end)
    _check_matter(fit.schedule, actor, meeting)
    reason = fit.against_rules(meeting.start, meeting.end)
    if reason == "moved":
        raise WrongState("person_moved")
    if reason is not None and reason not in MAY_PERMIT:
        raise WrongState("slot_no_longer")
    if place is not None and place not in [p.id for p in fit.schedule.places]:
        raise BadInput("place_unknown")
    free = fit.free_places(meeting.start, meeting.end)
    suited = [each for each in free if place in (None, each.id)]
    if not suited:
        raise WrongState("clash_place")
    meeting.host_id = named_host(uow, actor, meeting, host)
    uow.meetings.hold(meeting, suited)
    meeting.room = context.ids.token()
    meeting.flag = None
    meeting.permit = meeting.permit_now()
    decide(context, actor, meeting)
    return fit.schedule.places


def _check_matter(schedule: Schedule, actor: Actor, meeting: Meeting) -> None:
    if not schedule.may_decide(actor.id, meeting.purpose):
        raise Forbidden("matter_of_others")


def decide(context: Context, actor: Actor, meeting: Meeting) -> None:
    meeting.decided_by, meeting.decided_at = actor.id, context.clock.now()


def _was_asked(meeting: Meeting) -> bool:
    return meeting.start is not None or meeting.state is MeetingState.CHANGES_ASKED
