"""The desk of the county: a referral and who has read it. The queue: queue.py; verbs:
referral_verbs, talking, care, forwarding.

Every opening leaves a row in the audit trail, which the person can see.
"""

from __future__ import annotations

import datetime as dt

from bot.casework.actor import Actor
from bot.casework.clocks import clocks
from bot.casework.context import Context
from bot.casework.errors import NotFound
from bot.casework.ports import UnitOfWork
from bot.casework.referral import Referral
from bot.casework.services.changed import changed
from bot.casework.services.desk_views import note_open
from bot.casework.services.queue import clock_rows, queue
from bot.casework.services.referral_object import referral_object, utc
from bot.casework.services.referral_scope import (
    Json,
    checked_reason,
    claimer,
    county_of,
    in_scope,
    name_of,
    note_act,
    stand_in_of,
    verbs_of,
)
from bot.casework.services.referral_verbs import (
    answer_forward,
    assign,
    claim,
    close,
    forward,
    message,
    note,
    release,
    reopen,
    write,
)
from bot.casework.services.todo import help_received

# Openings by one worker that lie closer together are one reading.
SAME_READING = dt.timedelta(hours=1)

__all__ = [
    "access_log",
    "answer_forward",
    "assign",
    "claim",
    "close",
    "export",
    "forward",
    "message",
    "note",
    "open_referral",
    "queue",
    "release",
    "reopen",
    "write",
]

OPENED, EXPORTED, NETWORK = "open", "export", "open_network"


def open_referral(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    reason: str | None = None,
) -> Json:
    """The whole referral as it reads today, with what has been done and said.

    One that another worker has claimed opens with a reason code only
    (WrongState("claimed_by_other") without).
    """
    referral, shown = _read(uow, context, actor, referral_id, reason, OPENED)
    shown["claimed_by"] = claimer(uow, referral)
    shown["stand_in"] = stand_in_of(uow, referral)
    shown["also_open"] = note_open(uow, context, actor, referral.id)
    targets = context.targets_of(referral.county)
    shown["clocks"] = clock_rows(clocks(referral, targets, context.clock.now()))
    shown["human_since"] = utc(referral.human_since)
    shown["outcome"] = referral.outcome
    shown["revision"] = referral.revision
    shown["versions"] = referral.content_version
    shown["changed"] = changed(uow, referral)
    shown["help_received"] = help_received(uow, referral.client_id, _shared_needs(shown))
    shown["events"] = _events(uow, referral)
    shown["thread"] = _talk_with_worker(uow, referral)
    shown["workers"] = [
        {"id": user.id, "name": user.name} for user in uow.staff.workers_of_county(county_of(actor))
    ]
    shown["verbs"] = verbs_of(actor, referral)
    return shown


def _shared_needs(shown: Json) -> set[str]:
    return {need["area"] for need in shown["needs"]}


def export(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    reason: str | None = None,
) -> Json:
    """The referral object alone, to be put into the county's own system; logged as such."""
    return _read(uow, context, actor, referral_id, reason, EXPORTED)[1]


def access_log(uow: UnitOfWork, context: Context, client_id: str, limit: int = 200) -> list[Json]:
    """For the person: who opened the summary or the support network, when, in which role, from
    which county.

    A worker who reads it again within the hour is one line; the trail itself has them all.
    """
    counties: dict[str, str | None] = {}
    rows = []
    shown: dict[tuple[str, str, str | None], dt.datetime] = {}
    for row in uow.trail.of_client(client_id, (OPENED, EXPORTED, NETWORK), limit):
        if row.thing != "referral":
            continue
        again = (row.actor, row.verb, row.reason)
        # Newest first: what is kept of an hour is its last look.
        if again in shown and shown[again] - row.at < SAME_READING:
            continue
        shown[again] = row.at
        if row.actor not in counties:
            user = uow.staff.get(row.actor)
            counties[row.actor] = user.county if user else None
        county = counties[row.actor]
        rows.append(
            {
                "at": utc(row.at),
                "verb": row.verb,
                "name": row.actor_name,
                "role": row.role,
                "county": county,
                "county_names": dict(context.counties.get(county or "", {})),
                "reason": row.reason,
            }
        )
    return rows


def _read(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    reason: str | None,
    verb: str,
) -> tuple[Referral, Json]:
    referral = in_scope(uow, actor, referral_id)
    reason = checked_reason(uow, actor, referral, reason)
    client = uow.clients.get(referral.client_id)
    version = uow.referrals.version(referral.id, referral.content_version)
    if client is None or client.erased_at is not None or version is None:
        raise NotFound("erased")
    note_act(uow, context, actor, referral, verb, reason=reason)
    return referral, referral_object(context, client, referral, version[0])


def _events(uow: UnitOfWork, referral: Referral) -> list[Json]:
    return [
        {
            "verb": event.verb,
            "by": event.by,
            "by_name": name_of(uow, event.by),
            "role": event.role,
            "at": utc(event.at),
            "text": event.text,
            "code": event.code,
        }
        for event in uow.referrals.events(referral.id)
    ]


def _talk_with_worker(uow: UnitOfWork, referral: Referral) -> list[Json]:
    """What worker and person wrote to each other; never the talk with the assistant."""
    out = []
    for entry in uow.threads.everything(referral.client_id):
        to_worker = entry.sender == "client" and entry.body.get("role") == "to_worker"
        if entry.sender != "worker" and not to_worker:
            continue
        if entry.body.get("county") != referral.county:
            continue
        out.append(
            {
                "id": entry.id,
                "from": entry.sender,
                "text": entry.body.get("text"),
                "name": entry.body.get("name"),
                "at": utc(entry.at),
            }
        )
    return out
