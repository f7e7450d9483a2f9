"""The county's queue: views, filters, a search within the own county, page by page.

Showing the list is in the audit trail: who looked, at which view; never what was searched for.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from bot.casework.actor import Actor
from bot.casework.clocks import ClockState, RunningClock, clocks
from bot.casework.context import ZONE, Context
from bot.casework.errors import BadInput
from bot.casework.journal import entry
from bot.casework.ports import UnitOfWork
from bot.casework.queue_view import Asked, View, Window, asked_of, within
from bot.casework.referral import (
    HELD_STATES,
    OPEN_STATES,
    REFERRAL_MOVES,
    Referral,
    ReferralState,
)
from bot.casework.services.referral_object import utc
from bot.casework.services.referral_scope import Json, county_of, name_of
from bot.casework.summary import release_facts
from bot.casework.working_days import working_days

ALL, LISTED = "all", "list"
_FILTERS = ("prison", "lang", "area", "window")


@dataclass(frozen=True)
class Filters:
    """What narrows a view; empty means any."""

    prison: str = ""
    lang: str = ""
    area: str = ""
    window: str = ""

    def as_asks(self, view: View) -> dict[str, str]:
        """View and filters as they are kept and written in an address."""
        given = {
            "show": view.value,
            **{name: getattr(self, name) for name in _FILTERS},
        }
        return {name: value for name, value in given.items() if value}


def queue(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    *,
    state: str | None = None,
    mine: bool = False,
    view: View | None = None,
    filters: Filters | None = None,
    q: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Json:
    """The county's referrals, most urgent first: {"items", "next"}.

    ``state``: one state, "all", or None for what is open; or a ``view``. ``q`` is looked for
    in the name and the number, in open and closed ones alike where no state is named.
    """
    county, today = county_of(actor), context.today()
    asked = asked_of(view, actor.id) if view else Asked(states=_states(state))
    if mine:
        asked = replace(asked, claimed_by=actor.id)
    asked = _narrowed(context, asked, filters or Filters(), today)
    words = (q or "").casefold().strip()
    if words:
        asked = replace(asked, words=words)
        if view is View.OPEN:
            asked = replace(asked, states=(*OPEN_STATES, ReferralState.CLOSED))
    page, following = uow.queue.page(county, today, asked, limit=limit, after=after)
    return {"items": _rows(uow, context, actor, page), "next": following}


def counts(uow: UnitOfWork, actor: Actor) -> dict[str, int]:
    """How many of the county's are in each state."""
    found = uow.referrals.counts(county_of(actor))
    return {each.value: found.get(each, 0) for each in ReferralState}


def tallies(uow: UnitOfWork, context: Context, actor: Actor) -> dict[str, int]:
    """How many stand in each view of this worker."""
    found = uow.queue.tallies(county_of(actor), actor.id, context.today())
    return {view.value: number for view, number in found.items()}


def note_listing(uow: UnitOfWork, context: Context, actor: Actor, view: str) -> None:
    """That this worker has seen a list of persons."""
    now = context.clock.now()
    uow.trail.add(entry(now, actor, LISTED, "queue", county_of(actor), reason=view))


def _narrowed(context: Context, asked: Asked, filters: Filters, today: dt.date) -> Asked:
    if filters.area:
        known = [area.id for area in context.interview.areas]
        if filters.area not in known:
            raise BadInput("bad_request")
    if filters.window:
        if filters.window not in list(Window):
            raise BadInput("bad_request")
        asked = within(asked, Window(filters.window), today)
    return replace(
        asked,
        prison=filters.prison or None,
        lang=filters.lang or None,
        area=filters.area or None,
    )


def _states(state: str | None) -> tuple[ReferralState, ...]:
    if not state:
        return OPEN_STATES
    if state == ALL:
        return tuple(ReferralState)
    if state not in list(ReferralState):
        raise BadInput("state_unknown")
    return (ReferralState(state),)


def _rows(uow: UnitOfWork, context: Context, actor: Actor, page: list[Referral]) -> list[Json]:
    workers = {r.claimed_by for r in page} | {r.stand_in for r in page}
    names = {who: name_of(uow, who) or "" for who in workers if who is not None}
    held = [r.id for r in page if r.state in HELD_STATES and actor.id in (r.claimed_by, r.stand_in)]
    wrote = uow.queue.wrote_last(held) if held else set()
    return [_row(context, referral, actor, names, referral.id in wrote) for referral in page]


def _row(
    context: Context, referral: Referral, actor: Actor, names: dict[str, str], wrote: bool
) -> Json:
    today, now = context.today(), context.clock.now()
    judged = referral.urgency_on(today)
    running = clocks(referral, context.targets_of(referral.county), now)
    return {
        "id": referral.id,
        "state": referral.state.value,
        "client": {
            "id": referral.client_id,
            "name": referral.client_name,
            "number": referral.client_number,
        },
        "release": release_facts(referral.release_date, referral.release_certain, today),
        "urgency": judged["urgency"],
        "urgency_reasons": list(judged["reasons"]),
        "areas": list(referral.areas),
        "claimed_by": _who(referral.claimed_by, names),
        "stand_in": _who(referral.stand_in, names),
        "mine": referral.claimed_by == actor.id,
        "mine_to_stand_in": referral.stand_in == actor.id,
        "lang": referral.lang,
        "received_at": utc(referral.received_at),
        "waited": working_days(referral.received_at.astimezone(ZONE).date(), today),
        "closed_at": utc(referral.closed_at),
        "outcome": referral.outcome,
        "prison": referral.prison,
        "content_version": referral.content_version,
        "wrote": wrote,
        "next_due": _next(running),
        "verbs": REFERRAL_MOVES.verbs_for(referral.state, actor.role),
    }


def clock_rows(running: list[RunningClock]) -> list[Json]:
    """The clocks as pages and programs read them."""
    return [
        {
            "name": clock.name,
            "state": clock.state.value,
            "due": clock.due.isoformat() if clock.due else None,
            "done_at": utc(clock.done_at),
        }
        for clock in running
    ]


def _next(running: list[RunningClock]) -> dict[str, Any] | None:
    """The goal that comes first; while the person is waited for, that they are."""
    waiting = [clock for clock in running if clock.due is not None]
    if waiting:
        return clock_rows([min(waiting, key=lambda clock: clock.due or dt.date.max)])[0]
    paused = [clock for clock in running if clock.state is ClockState.PAUSED]
    return clock_rows(paused[:1])[0] if paused else None


def _who(user_id: str | None, names: dict[str, str]) -> Json | None:
    return None if user_id is None else {"id": user_id, "name": names[user_id]}
