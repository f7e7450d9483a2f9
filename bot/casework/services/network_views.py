"""The support network as its pages show it: the worker's, and the person's plan."""

from __future__ import annotations

from typing import Any

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import NotFound
from bot.casework.journal import entry
from bot.casework.ports import UnitOfWork
from bot.casework.referral import HELD_STATES, Referral
from bot.casework.services.referral_object import utc
from bot.casework.services.referral_scope import checked_reason, in_scope, name_of
from bot.casework.services.referrals import NETWORK
from bot.casework.services.support_network import listed_ids, shared_areas
from bot.casework.support_network import (
    PERSON,
    Helper,
    Need,
    Network,
    Step,
    Todo,
    as_shown,
    network_of,
)

Json = dict[str, Any]


def network_page(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, reason: str | None = None
) -> Json:
    """For the worker; only needs that the person shares now. The opening is in the trail, and
    the person sees it in their log."""
    referral = in_scope(uow, actor, referral_id)
    reason = checked_reason(uow, actor, referral, reason)
    client = uow.clients.get(referral.client_id)
    if client is None or client.erased_at is not None:
        raise NotFound("erased")
    now = context.clock.now()
    uow.trail.add(entry(now, actor, NETWORK, "referral", referral.id, referral.client_id, reason))
    return network_shown(uow, context, actor, referral.id)


def network_shown(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> Json:
    """The network as it is now; for one who has opened it, or has just written into it."""
    referral = in_scope(uow, actor, referral_id)
    client = uow.clients.get(referral.client_id)
    if client is None:
        raise NotFound("erased")
    network = network_of(uow.support.of_referral(referral.id))
    areas = shared_areas(uow, referral)
    mine = actor.id in (referral.claimed_by, referral.stand_in)
    return {
        "id": referral.id,
        "client": {"name": client.name, "number": client.number},
        "can_act": mine and referral.state in HELD_STATES,
        "needs": [_need(uow, context, network, referral, area) for area in areas],
        "todos": [_todo(todo) for todo in _in(network, areas)],
        "revision": network.number,
        **_plan(network),
    }


def plan_of_person(uow: UnitOfWork, context: Context, client_id: str) -> Json:
    """For the person: the plan as it was laid before them, and whom they have said yes to."""
    referral = uow.referrals.of_client(client_id)
    if referral is None:
        return {"plan": None, "needs": [], "todos": []}
    network = as_shown(uow.support.of_referral(referral.id))
    worker = name_of(uow, referral.claimed_by)
    areas = shared_areas(uow, referral)
    needs = [
        _need(uow, context, network, referral, area) for area in areas if area in network.needs
    ]
    todos = [_todo(todo) for todo in _in(network, areas)]
    return {"needs": needs, "todos": todos, "worker": worker, **_plan(network)}


def _plan(network: Network) -> Json:
    return {
        "plan": network.plan,
        "plan_at": utc(network.plan_at),
        "answer": network.answer,
        "answer_at": utc(network.answer_at),
        "changed": network.changed,
    }


def _in(network: Network, areas: list[str]) -> list[Todo]:
    found = [todo for todo in network.todos.values() if todo.area is None or todo.area in areas]
    return sorted(found, key=lambda todo: (todo.done_at is not None, todo.by_when or "9999"))


def _need(
    uow: UnitOfWork, context: Context, network: Network, referral: Referral, area: str
) -> Json:
    need = network.needs.get(area) or Need(area)
    helpers = [_helper(context, referral, h) for h in network.helpers.values() if h.area == area]
    by_id = {helper["id"]: helper for helper in helpers}
    return {
        "area": area,
        "status": need.status.value,
        "responsible": need.responsible,
        "responsible_helper": by_id.get(need.responsible),
        "helpers": helpers,
        "history": [
            {
                "status": event.body["status"],
                "by": name_of(uow, event.by) or "",
                "at": utc(event.at),
            }
            for event in need.history
            if event.kind == Step.STATUS
        ],
        "choices": [
            {"id": id_, "names": names_of(context, referral.county, id_)}
            for id_ in listed_ids(context, referral.county, area)
        ],
    }


def names_of(context: Context, county: str, actor_id: str) -> Json | None:
    """The names of a county's own actor; None for one that the texts name."""
    listed = context.directory.get(county, ())
    return next((dict(actor.names) for actor in listed if actor.id == actor_id), None)


def _helper(context: Context, referral: Referral, helper: Helper) -> Json:
    return {
        "id": helper.id,
        "actor": helper.actor,
        "names": names_of(context, referral.county, helper.actor) if helper.actor else None,
        "name": helper.name,
        "does": helper.does,
        "by_when": helper.by_when,
        "consent": helper.consent,
        "consent_at": utc(helper.consent_at),
        "shared_at": utc(helper.shared_at),
    }


def _todo(todo: Todo) -> Json:
    return {
        "id": todo.id,
        "whose": todo.whose,
        "own": todo.whose == PERSON,
        "what": todo.what,
        "by_when": todo.by_when,
        "area": todo.area,
        "done_at": utc(todo.done_at),
    }
