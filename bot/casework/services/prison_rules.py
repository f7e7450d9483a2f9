"""A prison's rules of meetings, changed by its own staff; every change looks at the meetings
that are agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound
from bot.casework.journal import entry
from bot.casework.people import OpenHours, Place
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import (
    MODES,
    PARTNER_ROLES,
    PURPOSES,
    BlockedDays,
    ClosedHours,
    MeetingRules,
    Partner,
    Schedule,
    StandingPermit,
)
from bot.casework.services.meeting_acts import prison_of
from bot.casework.services.meeting_changes import recheck_prison
from bot.casework.services.meeting_partners import checked_one_of

MOST_NOTICE, LONGEST, MOST_SEATS = 24 * 30, 240, 20
LONGEST_NAME, LONGEST_REASON = 60, 200
MOST_NAMED, LONGEST_ORGANISATION = 50, 80
DEVICES = ("video", "phone", "none")
KINDS = ("lockup", "count")


def read(
    uow: UnitOfWork, context: Context, actor: Actor
) -> tuple[Schedule, list[Place], list[OpenHours], list[StandingPermit]]:
    """All of it, for the page."""
    prison, today = prison_of(actor), context.today()
    return (
        uow.rules.schedule(prison, today),
        uow.prisons.places(prison),
        uow.prisons.hours(prison),
        uow.rules.permits(prison, today),
    )


def set_rules(uow: UnitOfWork, context: Context, actor: Actor, rules: MeetingRules) -> int:
    """The limits; how many meetings they change."""
    prison = prison_of(actor)
    if not 0 <= rules.notice_hours <= MOST_NOTICE or not 15 <= rules.longest <= LONGEST:
        raise BadInput("rule_number")
    for values, known in ((rules.purposes, PURPOSES), (rules.roles, PARTNER_ROLES)):
        if not set(values) <= set(known):
            raise BadInput("rule_unknown")
    if not rules.modes or not set(rules.modes) <= set(MODES):
        raise BadInput("rule_modes")
    if len(rules.organisations) > MOST_NAMED:
        raise BadInput("rule_number")
    for name in rules.organisations:
        _line(name, LONGEST_ORGANISATION)
    _line(rules.ask, LONGEST_REASON)
    uow.rules.set_rules(prison, rules)
    return _changed(uow, context, actor, "rules", prison)


def set_hours(uow: UnitOfWork, context: Context, actor: Actor, hours: Sequence[OpenHours]) -> int:
    """The week in which meetings are taken."""
    prison = prison_of(actor)
    if any(row.opens >= row.closes or row.weekday not in range(7) for row in hours):
        raise BadInput("hours_turned")
    uow.rules.set_hours(prison, list(dict.fromkeys(hours)))
    return _changed(uow, context, actor, "hours", prison)


def put_place(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    place_id: str | None,
    name: str,
    device: str,
    capacity: int,
) -> int:
    """A new place (None), or one that changes."""
    prison = prison_of(actor)
    checked_one_of(device, DEVICES, "rule_unknown")
    if not 1 <= capacity <= MOST_SEATS:
        raise BadInput("rule_number")
    words = _line(name, LONGEST_NAME)
    if not words:
        raise BadInput("place_needs_name")
    place = Place(place_id or context.ids.new(), prison, words, device, capacity)
    if place_id and place_id not in [p.id for p in uow.prisons.places(prison)]:
        raise NotFound("not_found")
    uow.rules.put_place(place)
    return _changed(uow, context, actor, "place", place.id)


def remove_place(uow: UnitOfWork, context: Context, actor: Actor, place_id: str) -> int:
    """Its meetings are asked for anew."""
    if not uow.rules.remove_place(place_id, prison_of(actor), context.clock.now()):
        raise NotFound("not_found")
    return _changed(uow, context, actor, "remove_place", place_id)


def add_closed(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    weekdays: Sequence[int],
    starts: dt.time,
    ends: dt.time,
    kind: str,
) -> int:
    """Lock-up or count on some days of the week."""
    prison = prison_of(actor)
    checked_one_of(kind, KINDS, "rule_unknown")
    if starts >= ends or not weekdays or not set(weekdays) <= set(range(7)):
        raise BadInput("hours_turned")
    for day in sorted(set(weekdays)):
        uow.rules.add_closed(prison, ClosedHours(context.ids.new(), day, starts, ends, kind))
    return _changed(uow, context, actor, "closed", prison)


def drop_closed(uow: UnitOfWork, context: Context, actor: Actor, hours_id: str) -> int:
    """They are open again."""
    if not uow.rules.drop_closed(prison_of(actor), hours_id):
        raise NotFound("not_found")
    return _changed(uow, context, actor, "open", hours_id)


def block(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    first: dt.date,
    last: dt.date,
    reason: str,
    place_id: str | None = None,
) -> int:
    """No meetings on these days, and why; in one place or in all."""
    prison = prison_of(actor)
    words = _line(reason, LONGEST_REASON)
    if not words:
        raise BadInput("block_needs_reason")
    if last < first or last < context.today():
        raise BadInput("days_turned")
    if place_id and place_id not in [p.id for p in uow.prisons.places(prison)]:
        raise BadInput("place_unknown")
    uow.rules.add_blocked(
        prison, BlockedDays(context.ids.new(), first, last, words, place_id or None)
    )
    return _changed(uow, context, actor, "block", prison)


def unblock(uow: UnitOfWork, context: Context, actor: Actor, days_id: str) -> int:
    """Meetings can be again."""
    if not uow.rules.drop_blocked(prison_of(actor), days_id):
        raise NotFound("not_found")
    return _changed(uow, context, actor, "unblock", days_id)


def grant(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    partner: Partner,
    first: dt.date,
    last: dt.date,
    client_id: str | None = None,
) -> int:
    """No single permission for that partner from day to day; of one person or (None) of all."""
    prison = prison_of(actor)
    checked_one_of(partner.role, PARTNER_ROLES, "rule_unknown")
    words = _line(partner.organisation, LONGEST_NAME)
    if not words:
        raise BadInput("partner_unknown")
    if last < first or last < context.today():
        raise BadInput("days_turned")
    if client_id and uow.clients.of_prison(client_id, prison) is None:
        raise NotFound("unknown_client")
    permit = StandingPermit(
        context.ids.new(),
        prison,
        Partner(words, partner.role),
        first,
        last,
        actor.id,
        context.clock.now(),
        client_id or None,
    )
    uow.rules.add_permit(permit)
    return _changed(uow, context, actor, "grant", permit.id)


def withdraw(uow: UnitOfWork, context: Context, actor: Actor, permit_id: str) -> int:
    """What rested on it is asked for anew."""
    if not uow.rules.withdraw_permit(prison_of(actor), permit_id, context.clock.now()):
        raise NotFound("not_found")
    return _changed(uow, context, actor, "withdraw", permit_id)


def _changed(uow: UnitOfWork, context: Context, actor: Actor, verb: str, thing: str) -> int:
    now = context.clock.now()
    uow.trail.add(entry(now, actor, verb, "prison", thing))
    return recheck_prison(uow, context, prison_of(actor))


def _line(text: str, most: int) -> str:
    words = " ".join(text.split())
    if len(words) > most:
        raise BadInput("too_long", most=most)
    return words
