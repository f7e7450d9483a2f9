"""A meeting as the person, the county and the prison read it: three functions, so that
what one may not see has no way into its view. The link is for person and worker alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bot.casework.actor import Actor, Role
from bot.casework.context import ZONE, Context
from bot.casework.meeting import (
    LINK_BEFORE,
    MEETING_MOVES,
    Meeting,
    MeetingState,
    MeetingVerb,
    Slot,
)
from bot.casework.people import Place
from bot.casework.ports import UnitOfWork
from bot.casework.services.fitting import Fit
from bot.casework.services.meeting_hosts import hosts_for
from bot.casework.services.referral_object import utc
from bot.casework.services.referral_scope import claimed_by_other, name_of

Json = dict[str, Any]
DECIDING = (MeetingVerb.APPROVE, MeetingVerb.REJECT, MeetingVerb.PROPOSE)
ON_THE_DAY = (MeetingVerb.START, MeetingVerb.NO_SHOW)


def client_view(uow: UnitOfWork, context: Context, meeting: Meeting) -> Json:
    """For the person: all but the worker's side."""
    return {
        **_common(context, meeting, Role.CLIENT),
        "state_key": f"meeting.state.client.{meeting.state.value}",
        "wish": meeting.wish,
        "worker": name_of(uow, meeting.worker_id),
        "place": _place_name(uow, meeting),
        "slots": [_slot(slot) for slot in meeting.slots],
        "proposed_by": meeting.proposed_by,
        "ask": _ask(uow, context, meeting),
        "join_url": _join_url(context, meeting),
    }


def county_view(uow: UnitOfWork, context: Context, meeting: Meeting, actor: Actor) -> Json:
    """For a worker of the county; the wish is for the worker whose meeting it is."""
    mine = is_of_worker(uow, meeting, actor)
    verbs = _verbs(context, meeting, Role.SOCIAL_WORKER) if mine else []
    return {
        **_common(context, meeting, Role.SOCIAL_WORKER),
        "state_key": f"staff.meeting.{meeting.state.value}",
        "verbs": verbs,
        "referral": meeting.referral_id,
        "prison": meeting.prison,
        "client": _client(meeting),
        "wish": meeting.wish if mine else None,
        "worker": _worker(uow, meeting),
        "interpreter": meeting.interpreter,
        "place": _place_name(uow, meeting),
        "slots": [_slot(slot) for slot in meeting.slots],
        "proposed_by": meeting.proposed_by,
        "ask": _ask(uow, context, meeting),
        "join_url": _join_url(context, meeting, leads=True) if mine else None,
    }


def is_of_worker(uow: UnitOfWork, meeting: Meeting, actor: Actor) -> bool:
    """Whether it is this worker's; a wish that nobody has taken up is for whoever has the
    referral, and for the whole county only while nobody has."""
    if meeting.worker_id is not None or meeting.referral_id is None:
        return meeting.worker_id in (None, actor.id)
    referral = uow.referrals.of_county(meeting.referral_id, meeting.county)
    return referral is None or claimed_by_other(uow, actor, referral) is None


def prison_view(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    meeting: Meeting,
    places: Sequence[Place] | None = None,
) -> Json:
    """What a decision on permission needs, and nothing of needs, words or wishes. ``places``:
    the prison's, if they are known."""
    fit = None
    if meeting.state is MeetingState.REQUESTED and meeting.start and meeting.end:
        fit = Fit(uow, context, meeting, meeting.start, meeting.end)
    if places is None:
        places = fit.schedule.places if fit else _places(uow, meeting)
    decides = fit is None or fit.schedule.may_decide(actor.id, meeting.purpose)
    hosts = hosts_for(uow, actor, meeting) if fit else []
    return {
        **_common(context, meeting, Role.PRISON_STAFF, () if decides else DECIDING),
        "state_key": f"staff.meeting.{meeting.state.value}",
        "client": {**_client(meeting), "place": meeting.client_place},
        "partner_role": Role.SOCIAL_WORKER.value,
        "interpreter": meeting.interpreter,
        "device": meeting.mode,
        "place": {"id": meeting.place_id, "name": _name_in(places, meeting.place_id)}
        if meeting.place_id
        else None,
        "decides": decides,
        "host": {"id": meeting.host_id, "name": name_of(uow, meeting.host_id) or ""}
        if meeting.host_id
        else None,
        "hosts": [{"id": h.user.id, "name": h.user.name, "busy": h.busy} for h in hosts],
        **_proposals(meeting, fit),
        "slots": [_slot(slot) for slot in meeting.slots] if _is_own(meeting) else [],
    }


def _common(
    context: Context, meeting: Meeting, role: Role, barred: Sequence[MeetingVerb] = ()
) -> Json:
    return {
        "id": meeting.id,
        "state": meeting.state.value,
        "start": utc(meeting.start),
        "end": utc(meeting.end),
        "minutes": meeting.minutes,
        "mode": meeting.mode,
        "purpose": meeting.purpose,
        "partner": meeting.partner,
        "partner_names": dict(context.counties.get(meeting.partner, {})),
        "others": [{"organisation": p.organisation, "role": p.role} for p in meeting.others],
        "fallback": meeting.fallback,
        "flag": meeting.flag,
        "outcome_code": meeting.outcome_code,
        "decide_by": utc(meeting.decide_by),
        "reason_code": meeting.reason_code,
        "reason_text": meeting.reason_text,
        "cancelled_by": meeting.cancelled_by,
        "confirmed_at": utc(meeting.confirmed_at),
        "decided_at": utc(meeting.decided_at),
        "created_at": utc(meeting.created_at),
        "verbs": _verbs(context, meeting, role, barred),
        "revision": meeting.revision,
    }


def _verbs(
    context: Context, meeting: Meeting, role: Role, barred: Sequence[MeetingVerb] = ()
) -> list[str]:
    """Which buttons whom gets: the table of moves, less what can't be meant now and what
    (``barred``) is for others of the role. No page and no program learns it elsewhere."""
    verbs = [v for v in MEETING_MOVES.verbs_for(meeting.state, role) if v not in barred]
    if meeting.confirmed_at is not None:
        verbs = [verb for verb in verbs if verb is not MeetingVerb.CONFIRM]
    if meeting.start is not None and meeting.start.astimezone(ZONE).date() != context.today():
        # A slip of the hand days before would end the meeting for good.
        verbs = [verb for verb in verbs if verb not in ON_THE_DAY]
    return [verb.value for verb in verbs]


def _client(meeting: Meeting) -> Json:
    return {
        "id": meeting.client_id,
        "name": meeting.client_name,
        "number": meeting.client_number,
    }


def _worker(uow: UnitOfWork, meeting: Meeting) -> Json | None:
    if meeting.worker_id is None:
        return None
    return {"id": meeting.worker_id, "name": name_of(uow, meeting.worker_id) or ""}


def _slot(slot: Slot) -> Json:
    length = slot.end - slot.start
    return {
        "id": slot.id,
        "start": utc(slot.start),
        "end": utc(slot.end),
        "minutes": int(length / dt.timedelta(minutes=1)),
    }


def _join_url(context: Context, meeting: Meeting, *, leads: bool = False) -> str | None:
    start, end = meeting.start, meeting.end
    if meeting.room is None or start is None or end is None:
        return None
    if not meeting.link_is_open(context.clock.now()):
        return None
    if context.calls is None:
        return f"https://{context.meeting_host}/{meeting.room}"
    where = (meeting.prison, meeting.county, meeting.room)
    return context.calls.link(*where, leads=leads, start=start - LINK_BEFORE, end=end)


def _ask(uow: UnitOfWork, context: Context, meeting: Meeting) -> str | None:
    """Whom to ask about a refusal: the prison's own words."""
    if meeting.state is not MeetingState.REJECTED:
        return None
    return uow.rules.schedule(meeting.prison, context.today()).rules.ask or None


def _places(uow: UnitOfWork, meeting: Meeting) -> list[Place]:
    return uow.prisons.places(meeting.prison) if meeting.place_id else []


def _place_name(uow: UnitOfWork, meeting: Meeting) -> str | None:
    return _name_in(_places(uow, meeting), meeting.place_id)


def _name_in(places: Sequence[Place], place_id: str | None) -> str | None:
    return next((place.name for place in places if place.id == place_id), None)


def _proposals(meeting: Meeting, fit: Fit | None) -> Json:
    """Every place of the prison, and in a key what stands against it; keys of what stands
    against the request as a whole."""
    if fit is None or meeting.start is None or meeting.end is None:
        return {"places": [], "clashes": []}
    free = {place.id for place in fit.free_places(meeting.start, meeting.end)}
    moved = fit.client is not None and fit.client.prison != meeting.prison
    found = (("prison.clash.moved", moved), ("prison.clash.places", not free))
    places = [
        {
            "id": place.id,
            "name": place.name,
            "device": place.device,
            "clash": None if place.id in free else "clash.place",
        }
        for place in fit.schedule.places
    ]
    return {"places": places, "clashes": [key for key, holds in found if holds]}


def _is_own(meeting: Meeting) -> bool:
    return meeting.proposed_by == Role.PRISON_STAFF.value
