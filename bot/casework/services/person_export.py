"""Everything a person told and was told, for that person: the right to see one's own data.

An operator asks for it on the person's behalf, and the audit trail tells that they did.
A worker's notes are not in it: whether they may be given out is for the worker to decide.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from bot.casework.actor import Actor, Role
from bot.casework.context import Context
from bot.casework.errors import Forbidden, NotFound
from bot.casework.journal import entry
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import WeeklyTime

MANY = 10_000
Json = dict[str, Any]


def export_person(uow: UnitOfWork, context: Context, actor: Actor, client_id: str) -> Json:
    """Plain data of the person: facts, thread, interview, consent, sent versions, meetings."""
    if actor.role is not Role.SYSTEM:
        raise Forbidden("role_may_not")
    client = uow.clients.get(client_id)
    if client is None or client.erased_at is not None:
        raise NotFound("unknown_client")
    uow.trail.add(
        entry(context.clock.now(), actor, "export_person", "client", client_id, client_id)
    )
    interview = uow.intakes.get(client_id)
    facts = _plain(client)
    facts["has_secret"] = facts.pop("secret_hash") is not None
    return {
        "client": facts,
        "messages": [_plain(message) for message in uow.threads.everything(client_id)],
        "interview": interview[0].to_json() if interview else None,
        "review": uow.reviews.get(client_id).to_json(),
        "referral": _referral(uow, client_id),
        "meetings": [_meeting(meeting) for meeting in uow.meetings.list_of_client(client_id)],
        "week": [_week(time) for time in uow.availability.weekly(client_id) or []],
        "sign_ins": [_plain(each) for each in uow.sign_ins.of_client(client_id, MANY)],
    }


def _referral(uow: UnitOfWork, client_id: str) -> Json | None:
    referral = uow.referrals.of_client(client_id)
    if referral is None:
        return None
    versions = []
    for number in range(1, referral.content_version + 1):
        stored = uow.referrals.version(referral.id, number)
        if stored is not None:
            versions.append(
                {"version": number, "at": _value(stored[1]), "content": stored[0].to_json()}
            )
    network = [_plain(event) for event in uow.support.of_referral(referral.id)]
    return {**_plain(referral), "versions": versions, "support_network": network}


def _week(time: WeeklyTime) -> Json:
    hours = {"starts": time.starts.isoformat("minutes"), "ends": time.ends.isoformat("minutes")}
    return {"weekday": time.weekday, "kind": time.kind, **hours}


def _meeting(meeting: Any) -> Json:
    # Whoever knows the room's name can join.
    return {name: value for name, value in _plain(meeting).items() if name != "room"}


def _plain(record: Any) -> Json:
    return {field.name: _value(getattr(record, field.name)) for field in dataclasses.fields(record)}


def _value(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return _plain(value)
    if isinstance(value, list):
        return [_value(each) for each in value]
    return value
