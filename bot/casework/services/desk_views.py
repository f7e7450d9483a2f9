"""Who else has a referral open now, and the views that a worker keeps for themselves."""

from __future__ import annotations

import datetime as dt

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound
from bot.casework.ports import UnitOfWork
from bot.casework.ports.desk import SavedView
from bot.casework.queue_view import View
from bot.casework.services.queue import Filters
from bot.casework.services.referral_object import utc
from bot.casework.services.referral_scope import Json, county_of, in_scope, name_of

# A page tells every half minute that it is open; without script it counts for a while.
OPEN_FOR = dt.timedelta(minutes=10)
MOST_VIEWS = 20
LONGEST_NAME = 40


def note_open(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> list[Json]:
    """This worker has it open; who else has, the latest first."""
    referral = in_scope(uow, actor, referral_id)
    now = context.clock.now()
    uow.presence.note(referral.id, actor.id, now)
    others = uow.presence.others(referral.id, actor.id, now - OPEN_FOR)
    return [{"name": name_of(uow, who) or "", "at": utc(at)} for who, at in others]


def keep_view(
    uow: UnitOfWork, context: Context, actor: Actor, name: str, view: View, filters: Filters
) -> None:
    """Keep a view with its filters under a name; the same name again takes its place."""
    county_of(actor)
    words = " ".join(name.split())
    if not words or len(words) > LONGEST_NAME:
        raise BadInput("view_name", most=LONGEST_NAME)
    kept = uow.saved_views.of_owner(actor.id)
    for known in kept:
        if known.name.casefold() == words.casefold():
            uow.saved_views.drop(actor.id, known.id)
    if len(kept) >= MOST_VIEWS:
        raise BadInput("views_too_many", most=MOST_VIEWS)
    saved = SavedView(context.ids.new(), words, filters.as_asks(view))
    uow.saved_views.add(actor.id, saved, context.clock.now())


def kept_views(uow: UnitOfWork, actor: Actor) -> list[SavedView]:
    """This worker's own, the oldest first."""
    county_of(actor)
    return uow.saved_views.of_owner(actor.id)


def drop_view(uow: UnitOfWork, actor: Actor, view_id: str) -> None:
    """Keep it no longer."""
    county_of(actor)
    if not uow.saved_views.drop(actor.id, view_id):
        raise NotFound("not_found")
