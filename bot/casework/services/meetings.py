"""Remote meetings: the person's and the worker's half. The prison's half: permission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from bot.casework.actor import Actor, Role, client_actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound, WrongState
from bot.casework.journal import entry
from bot.casework.meeting import OPEN_STATES, Meeting, MeetingState
from bot.casework.meeting import MeetingVerb as Verb
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import E_SERVICE, FALLBACKS, MODES, PURPOSES
from bot.casework.referral import HELD_STATES, ReferralState
from bot.casework.services.danger_watch import watch_words
from bot.casework.services.meeting_acts import (
    cancel_act,
    check_revision,
    finish_act,
    move,
    of_client,
    of_worker,
    states_named,
)
from bot.casework.services.meeting_drafts import copy_terms, new_draft, waiting_draft
from bot.casework.services.meeting_partners import (
    checked_one_of,
    checked_partners,
    mode_in,
)
from bot.casework.services.meeting_times import checked_slots, refusal, same_times
from bot.casework.services.meeting_views import client_view, county_view, is_of_worker
from bot.casework.services.referral_scope import (
    Json,
    county_of,
    in_scope,
    refuse_if_claimed_by_other,
)
from bot.casework.services.standing import permit_by_standing
from bot.casework.services.words import usable_words

MAX_WISH = 1000
MAX_OPEN = 5
# What a person can ask for by themselves; the worker can make another matter of it.
WISHED = (PURPOSES[0], E_SERVICE)
# What has changed since a time was offered, in the words of a refusal to the person.
_CHOICE_REFUSED = {
    "past": "slot_past",
    "person_taken": "clash_person",
    "worker_taken": "clash_worker",
    "no_place": "clash_place",
}


# --- the person ------------------------------------------------------------------


def list_for_client(uow: UnitOfWork, context: Context, client_id: str) -> list[Json]:
    """The person's meetings, newest first."""
    return [client_view(uow, context, m) for m in uow.meetings.list_of_client(client_id)]


def wish(
    uow: UnitOfWork, context: Context, client_id: str, text: str, purpose: str = PURPOSES[0]
) -> Json:
    """Ask the social worker for a meeting, or for help with an e-service; needs a summary
    that was sent."""
    checked_one_of(purpose, WISHED, "purpose_unknown")
    watch_words(uow, context, client_id, text)
    words = usable_words(text, MAX_WISH)
    client, referral = uow.clients.get(client_id), uow.referrals.of_client(client_id)
    if client is None or referral is None or referral.state is ReferralState.CLOSED:
        raise WrongState("send_summary_first")
    waiting = [m for m in uow.meetings.list_of_client(client_id) if m.state in OPEN_STATES]
    for known in waiting:
        if known.state is MeetingState.DRAFT and known.wish == words:
            return client_view(uow, context, known)
    if len(waiting) >= MAX_OPEN:
        raise WrongState("meetings_too_many", most=MAX_OPEN)
    worker = referral.claimed_by if referral.state in HELD_STATES else None
    meeting = new_draft(uow, context, client, referral, worker, words, purpose)
    _note(uow, context, client_actor(client_id), "wish", meeting)
    return client_view(uow, context, meeting)


def choose(
    uow: UnitOfWork,
    context: Context,
    client_id: str,
    meeting_id: str,
    slot_id: str,
    revision: int | None = None,
) -> Json:
    """Pick one of the times; it is held for person and worker, and the prison is asked."""
    meeting = of_client(uow, client_id, meeting_id)
    slot = next((slot for slot in meeting.slots if slot.id == slot_id), None)
    if slot is None:
        raise BadInput("slot_unknown")
    picked = (slot.start, slot.end)
    if meeting.state is MeetingState.REQUESTED and (meeting.start, meeting.end) == picked:
        return client_view(uow, context, meeting)
    check_revision(meeting, revision)
    person = client_actor(client_id)
    move(meeting, Verb.CHOOSE, person)
    reason = refusal(uow, context, meeting, slot.start, slot.end)
    if reason is not None:
        raise WrongState(_CHOICE_REFUSED.get(reason, "slot_no_longer"))
    meeting.start, meeting.end = slot.start, slot.end
    meeting.place_id = meeting.host_id = meeting.confirmed_at = meeting.permit = meeting.flag = None
    rules = uow.rules.schedule(meeting.prison, context.today()).rules
    meeting.mode = mode_in(context, meeting, rules, meeting.mode)
    meeting.decide_by = slot.start - dt.timedelta(hours=rules.notice_hours)
    finish_act(uow, context, person, meeting, Verb.CHOOSE)
    permit_by_standing(uow, context, meeting)
    return client_view(uow, context, meeting)


def confirm(uow: UnitOfWork, context: Context, client_id: str, meeting_id: str) -> Json:
    """The person says that they will come; not needed for the meeting to be held."""
    meeting = of_client(uow, client_id, meeting_id)
    if meeting.state is MeetingState.APPROVED and meeting.confirmed_at is not None:
        return client_view(uow, context, meeting)
    person = client_actor(client_id)
    move(meeting, Verb.CONFIRM, person)
    meeting.confirmed_at = context.clock.now()
    finish_act(uow, context, person, meeting, Verb.CONFIRM)
    return client_view(uow, context, meeting)


def cancel_by_client(uow: UnitOfWork, context: Context, client_id: str, meeting_id: str) -> Json:
    """The person calls it off; that costs nothing."""
    meeting = of_client(uow, client_id, meeting_id)
    cancel_act(uow, context, client_actor(client_id), meeting)
    return client_view(uow, context, meeting)


# --- the worker ------------------------------------------------------------------


def list_for_county(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    *,
    state: str | None = None,
    mine: bool = True,
    limit: int = 200,
) -> list[Json]:
    """The county's meetings; ``mine``: this worker's own, and wishes nobody has taken up."""
    states = states_named(state, tuple(MeetingState))
    found = uow.meetings.list_of_county(county_of(actor), states, None, limit)
    return [
        county_view(uow, context, meeting, actor)
        for meeting in found
        if not mine or is_of_worker(uow, meeting, actor)
    ]


def show_for_county(uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str) -> Json:
    """One meeting of the county."""
    meeting = uow.meetings.of_county(meeting_id, county_of(actor))
    if meeting is None:
        raise NotFound("not_found")
    return county_view(uow, context, meeting, actor)


def start_draft(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, like: str | None = None
) -> Json:
    """Begin a meeting for a referral that this worker has claimed; takes up the person's
    wish if one waits. A second click finds the same draft. ``like``: a meeting of the same
    referral, with whose partners, matter and way a new draft begins."""
    referral = in_scope(uow, actor, referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.state not in HELD_STATES:
        raise WrongState("claim_first")
    client = uow.clients.get(referral.client_id)
    if client is None or client.erased_at is not None:
        raise NotFound("erased")
    meeting = waiting_draft(uow, actor, referral)
    if meeting is None:
        meeting = new_draft(uow, context, client, referral, actor.id, None)
        before = uow.meetings.of_county(like, referral.county) if like else None
        if before is not None and before.referral_id == referral.id:
            copy_terms(before, meeting)
            uow.meetings.save(meeting)
        _note(uow, context, actor, "draft", meeting)
    elif meeting.worker_id != actor.id:
        meeting.worker_id = actor.id
        uow.meetings.save(meeting)
        _note(uow, context, actor, "draft", meeting)
    return county_view(uow, context, _again(uow, actor, meeting), actor)


def offer(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    meeting_id: str,
    slots: Sequence[Mapping[str, Any]],
    revision: int | None = None,
    *,
    others: Sequence[Mapping[str, Any]] | None = None,
    purpose: str | None = None,
    mode: str | None = None,
    fallback: str | None = None,
) -> Json:
    """Offer one to five times, [{"start", "minutes"}]; BadInput("slots_refused") says of each
    one that can't be why."""
    meeting = of_worker(uow, actor, meeting_id, to_change=True)
    _refuse_without_claim(uow, actor, meeting)
    same = same_times(meeting.slots, slots) and (
        others is None or meeting.others == checked_partners(others)
    )
    if meeting.state is MeetingState.OFFERED and same and mode in (None, meeting.mode):
        return county_view(uow, context, meeting, actor)
    check_revision(meeting, revision)
    move(meeting, Verb.OFFER, actor)
    client = uow.clients.get(meeting.client_id)
    if client is None or client.erased_at is not None:
        raise NotFound("erased")
    meeting.prison = client.prison
    meeting.worker_id = actor.id
    if others is not None:
        meeting.others = checked_partners(others)
    meeting.purpose = checked_one_of(purpose or meeting.purpose, PURPOSES, "purpose_unknown")
    rules = uow.rules.schedule(meeting.prison, context.today()).rules
    wanted = checked_one_of(mode or meeting.mode, MODES, "mode_unknown")
    meeting.mode = mode_in(context, meeting, rules, wanted)
    meeting.fallback = checked_one_of(fallback or meeting.fallback, FALLBACKS, "mode_unknown")
    meeting.slots = checked_slots(uow, context, meeting, slots, weekly=True)
    meeting.proposed_by = Role.SOCIAL_WORKER.value
    meeting.start = meeting.end = meeting.place_id = meeting.host_id = None
    meeting.confirmed_at = None
    meeting.reason_code = meeting.reason_text = None
    meeting.decided_by = meeting.decided_at = meeting.permit = meeting.flag = None
    finish_act(uow, context, actor, meeting, Verb.OFFER)
    return county_view(uow, context, meeting, actor)


def cancel_by_worker(uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str) -> Json:
    """The worker calls it off."""
    meeting = of_worker(uow, actor, meeting_id, to_change=True)
    _refuse_without_claim(uow, actor, meeting)
    cancel_act(uow, context, actor, meeting)
    return county_view(uow, context, meeting, actor)


def _refuse_without_claim(uow: UnitOfWork, actor: Actor, meeting: Meeting) -> None:
    """A wish that nobody has taken up belongs to the worker who has the referral."""
    if meeting.worker_id is not None or meeting.referral_id is None:
        return
    referral = in_scope(uow, actor, meeting.referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.state not in HELD_STATES:
        raise WrongState("claim_first")


def _again(uow: UnitOfWork, actor: Actor, meeting: Meeting) -> Meeting:
    """With the person's name, which a new record does not have."""
    return uow.meetings.of_county(meeting.id, county_of(actor)) or meeting


def _note(uow: UnitOfWork, context: Context, actor: Actor, verb: str, meeting: Meeting) -> None:
    now = context.clock.now()
    uow.trail.add(entry(now, actor, verb, "meeting", meeting.id, meeting.client_id))
