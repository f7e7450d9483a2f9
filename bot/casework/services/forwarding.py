"""Another county: a worker proposes it, and only the person's yes moves the referral there."""

from __future__ import annotations

import datetime as dt

from bot.casework.actor import Actor, Role, client_actor
from bot.casework.clocks import next_due
from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound, WrongState
from bot.casework.ports import UnitOfWork
from bot.casework.referral import REFERRAL_MOVES, Referral, ReferralState
from bot.casework.referral import ReferralVerb as Verb
from bot.casework.services.announcing import announce
from bot.casework.services.meeting_ends import end_meetings
from bot.casework.services.referral_scope import (
    Json,
    in_scope,
    moved,
    note_act,
    refuse_if_claimed_by_other,
    standing,
    store,
)
from bot.casework.services.words import usable_words
from bot.casework.thread import Say


def forward(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    to: str,
    why: str | None = None,
    revision: int | None = None,
) -> Json:
    """Propose another county to the person: consent was given to this one only.

    ``why`` is a note for the workers, of this county and, after a yes, of the other one.
    Nothing moves before the person says yes (``answer_forward``).
    """
    referral = in_scope(uow, actor, referral_id)
    if to not in context.counties or to == referral.county:
        raise BadInput("county_unknown")
    words = usable_words(why) if why and why.strip() else None
    refuse_if_claimed_by_other(uow, actor, referral)
    moved(uow, actor, referral, Verb.FORWARD, revision)
    if forward_proposed(uow, referral) != to:
        note_act(uow, context, actor, referral, Verb.FORWARD, text=to)
        if words is not None:
            note_act(uow, context, actor, referral, Verb.NOTE, text=words, code=Verb.FORWARD)
        announce(uow, context, referral.client_id, Say("say.forward_proposed", {"county": to}))
    return {**standing(uow, actor, referral), "forward_to": to}


def forward_proposed(uow: UnitOfWork, referral: Referral) -> str | None:
    """The county that a worker has proposed and the person has not answered to."""
    proposals = [e for e in uow.referrals.events(referral.id) if e.verb == Verb.FORWARD]
    if not proposals or proposals[-1].role != Role.SOCIAL_WORKER:
        return None
    return proposals[-1].text


def answer_forward(uow: UnitOfWork, context: Context, client_id: str, yes: bool) -> Json:
    """The person's answer. Yes: the new county gets what was sent, as new; the old one sees
    it no more, and its open meetings are cancelled. No: everything stays."""
    referral = uow.referrals.of_client(client_id)
    client = uow.clients.get(client_id)
    to = forward_proposed(uow, referral) if referral is not None else None
    if referral is None or client is None or to is None:
        raise WrongState("nothing_proposed")
    person = client_actor(client_id)
    note_act(uow, context, person, referral, Verb.FORWARD, text=to if yes else None)
    if not yes:
        return {"county": client.county, "moved": False}
    version = uow.referrals.version(referral.id, referral.content_version)
    if version is None:
        raise NotFound("erased")
    leave_county(uow, context, referral)
    client.county = to
    uow.clients.save(client)
    _ticks_go_along(uow, client_id, referral.county, to, context.clock.now())
    now = context.clock.now()
    there = Referral(
        id=context.ids.new(),
        client_id=client_id,
        county=to,
        prison=client.prison,
        state=ReferralState.NEW,
        received_at=now,
        content_version=1,
        release_date=referral.release_date,
        release_certain=referral.release_certain,
        lang=client.lang,
        outlook=list(referral.outlook),
        areas=list(referral.areas),
    )
    there.due_on = next_due(there, context.targets_of(to))
    uow.referrals.add(there)
    uow.referrals.add_version(there.id, 1, version[0], now)
    note_act(uow, context, person, there, Verb.SEND)
    _hand_over_note(uow, referral, there)
    return {"county": to, "moved": True}


def leave_county(uow: UnitOfWork, context: Context, referral: Referral) -> None:
    """The person has said yes to another county."""
    referral.state = REFERRAL_MOVES.move(referral.state, Verb.FORWARD, Role.CLIENT)
    referral.human_since = None
    store(uow, context, referral)
    end_meetings(uow, context, referral)


def _ticks_go_along(uow: UnitOfWork, client_id: str, left: str, to: str, now: dt.datetime) -> None:
    """The yes named the new county and was for all that was ticked for the old one."""
    review = uow.reviews.get(client_id)
    if review.county in (None, left):
        review.county = to
        uow.reviews.put(client_id, review, now)


def _hand_over_note(uow: UnitOfWork, referral: Referral, there: Referral) -> None:
    """The note that was written for the other county, and no other."""
    notes = [
        event
        for event in uow.referrals.events(referral.id)
        if event.verb == Verb.NOTE and event.code == Verb.FORWARD
    ]
    for event in notes[-1:]:
        uow.referrals.add_event(
            type(event)(there.id, event.verb, event.by, event.role, event.at, event.text, None)
        )
