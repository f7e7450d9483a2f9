"""The person's support network: what a worker writes down, and what the person says to it.

Every act adds a row. Nothing may be shared with an actor before the person has said yes to
that actor; the network holds no word of the summary, only what the worker wrote for it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.casework.actor import Actor, client_actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound, WrongState
from bot.casework.journal import entry
from bot.casework.ports import UnitOfWork
from bot.casework.referral import HELD_STATES, Referral
from bot.casework.services.announcing import announce
from bot.casework.services.referral_scope import (
    in_scope,
    moment,
    name_of,
    refuse_if_claimed_by_other,
)
from bot.casework.services.words import usable_words
from bot.casework.support_network import (
    PERSON,
    WORKER,
    Helper,
    NeedStatus,
    Network,
    Step,
    SupportEvent,
    network_of,
)
from bot.casework.thread import Say

Json = dict[str, Any]
# One line of a plan in plain words.
LONGEST = 200
MOST_DAYS = 3 * 366


def add_actor(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    *,
    area: str,
    listed: str,
    name: str,
    does: str,
    by_when: dt.date | None,
) -> None:
    """Somebody who helps with that need: of the directory (``listed``), else by a free name."""
    referral = _own(uow, actor, referral_id)
    _known_area(uow, referral, area)
    if listed and listed not in listed_ids(context, referral.county, area):
        raise BadInput("network_actor_unknown")
    free = None if listed else usable_words(name, LONGEST)
    body = {
        "id": context.ids.new(),
        "area": area,
        "actor": listed or None,
        "name": free,
        "does": usable_words(does, LONGEST),
        "by_when": _day(context, by_when),
    }
    _add(uow, context, actor, referral, Step.ACTOR, body)


def drop_actor(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, helper_id: str
) -> None:
    """The actor helps no more; that it did stays in the rows. Again is harmless."""
    referral = _own(uow, actor, referral_id)
    if helper_id in _network(uow, referral).helpers:
        _add(uow, context, actor, referral, Step.LEAVE, {"id": helper_id})


def set_status(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    *,
    area: str,
    status: str,
    responsible: str,
    seen: int | None = None,
) -> None:
    """How the need stands and who answers for it. Who writes from an old page (``seen``) is
    told what a colleague wrote meanwhile."""
    referral = _own(uow, actor, referral_id)
    _known_area(uow, referral, area)
    if status not in list(NeedStatus):
        raise BadInput("network_status_unknown")
    network = _network(uow, referral)
    need = network.need(area)
    if responsible not in (WORKER, PERSON, *_of_area(network, area)):
        raise BadInput("network_responsible_unknown")
    last = need.history[-1] if need.history else None
    if last is not None and seen is not None and last.number > seen and last.by != actor.id:
        name = name_of(uow, last.by) or ""
        raise WrongState("network_meanwhile", name=name, **moment(last.at))
    if last is not None and (need.status, need.responsible) == (status, responsible):
        return
    body = {"area": area, "status": status, "responsible": responsible}
    _add(uow, context, actor, referral, Step.STATUS, body)


def note_shared(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, helper_id: str
) -> None:
    """The worker has told the actor of the person's matter: only after the person's yes."""
    referral = _own(uow, actor, referral_id)
    helper = _helper(_network(uow, referral), helper_id)
    if helper.consent is not True:
        raise WrongState("network_no_consent")
    if helper.shared_at is None:
        _add(uow, context, actor, referral, Step.SHARED, {"id": helper_id})


def add_todo(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    *,
    whose: str,
    what: str,
    by_when: dt.date | None,
    area: str = "",
) -> None:
    """A thing to do by a day: the worker's or the person's."""
    referral = _own(uow, actor, referral_id)
    if area:
        _known_area(uow, referral, area)
    if whose not in (WORKER, PERSON):
        raise BadInput("network_responsible_unknown")
    body = {
        "id": context.ids.new(),
        "whose": whose,
        "what": usable_words(what, LONGEST),
        "by_when": _day(context, by_when),
        "area": area or None,
    }
    _add(uow, context, actor, referral, Step.TODO, body)


def do_todo(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, todo_id: str
) -> None:
    """It is done, whoever did it; again is harmless."""
    referral = _own(uow, actor, referral_id)
    todo = _network(uow, referral).todos.get(todo_id)
    if todo is None:
        raise NotFound("not_found")
    if todo.done_at is None:
        _add(uow, context, actor, referral, Step.DONE, {"id": todo_id})


def show_plan(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> None:
    """Lay the plan before the person as it is now; they are told, and asked yes or no."""
    referral = _own(uow, actor, referral_id)
    network = _network(uow, referral)
    if not network.helpers and not network.todos:
        raise WrongState("network_plan_empty")
    if network.plan is not None and not network.changed:
        return
    _add(uow, context, actor, referral, Step.PLAN, {})
    announce(uow, context, referral.client_id, Say("say.plan_new", {"name": actor.name}))


def say_consent(
    uow: UnitOfWork, context: Context, client_id: str, helper_id: str, *, yes: bool
) -> None:
    """The person's yes or no to one actor; it can be changed at any time."""
    referral = _of_client(uow, client_id)
    helper = _helper(_network(uow, referral), helper_id)
    if helper.consent is not yes:
        person = client_actor(client_id)
        _add(uow, context, person, referral, Step.CONSENT, {"id": helper_id, "yes": yes})


def answer_plan(
    uow: UnitOfWork, context: Context, client_id: str, plan: int | None, *, yes: bool
) -> None:
    """The person's yes or no to the plan that they saw; to another one it does not count."""
    referral = _of_client(uow, client_id)
    network = _network(uow, referral)
    if network.plan is None or plan != network.plan:
        raise WrongState("plan_changed")
    if network.answer is not yes:
        body = {"plan": plan, "yes": yes}
        _add(uow, context, client_actor(client_id), referral, Step.ANSWER, body)


def do_own_todo(uow: UnitOfWork, context: Context, client_id: str, todo_id: str) -> None:
    """The person has done a thing of theirs."""
    referral = _of_client(uow, client_id)
    todo = _network(uow, referral).todos.get(todo_id)
    if todo is None or todo.whose != PERSON:
        raise NotFound("not_found")
    if todo.done_at is None:
        _add(uow, context, client_actor(client_id), referral, Step.DONE, {"id": todo_id})


def listed_ids(context: Context, county: str, area: str) -> list[str]:
    """The actors that can be chosen for that need: of the whole country, then the county's."""
    common = list(context.interview.area(area).actors)
    return [*common, *(a.id for a in context.directory.get(county, ()) if area in a.areas)]


def shared_areas(uow: UnitOfWork, referral: Referral) -> list[str]:
    """The needs that the person shares now; others are not spoken of."""
    version = uow.referrals.version(referral.id, referral.content_version)
    return [need["area"] for need in version[0].needs] if version else []


def _own(uow: UnitOfWork, actor: Actor, referral_id: str) -> Referral:
    referral = in_scope(uow, actor, referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.state not in HELD_STATES:
        raise WrongState("network_take_first")
    return referral


def _of_client(uow: UnitOfWork, client_id: str) -> Referral:
    referral = uow.referrals.of_client(client_id)
    if referral is None:
        raise WrongState("send_summary_first")
    return referral


def _known_area(uow: UnitOfWork, referral: Referral, area: str) -> None:
    if area not in shared_areas(uow, referral):
        raise BadInput("network_area_unknown")


def _network(uow: UnitOfWork, referral: Referral) -> Network:
    return network_of(uow.support.of_referral(referral.id))


def _of_area(network: Network, area: str) -> list[str]:
    return [helper.id for helper in network.helpers.values() if helper.area == area]


def _helper(network: Network, helper_id: str) -> Helper:
    if helper_id not in network.helpers:
        raise NotFound("not_found")
    return network.helpers[helper_id]


def _day(context: Context, day: dt.date | None) -> str | None:
    if day is None:
        return None
    today = context.today()
    if not today <= day <= today + dt.timedelta(days=MOST_DAYS):
        raise BadInput("network_day_past")
    return day.isoformat()


def _add(
    uow: UnitOfWork, context: Context, by: Actor, referral: Referral, step: Step, body: Json
) -> None:
    now, client_id = context.clock.now(), referral.client_id
    uow.support.add(
        SupportEvent(referral.id, client_id, step.value, by.id, by.role.value, now, body)
    )
    verb = f"network_{step.value}"
    uow.trail.add(entry(now, by, verb, "referral", referral.id, client_id))
