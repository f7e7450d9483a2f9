"""The desk of the county: the queue, a referral and who has read it. Verbs: referral_verbs.

Every opening leaves a row in the audit trail, which the person can see.
"""

from __future__ import annotations

import datetime as dt

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound
from bot.casework.ports import UnitOfWork
from bot.casework.referral import Referral, ReferralState
from bot.casework.services.referral_object import referral_object, utc
from bot.casework.services.referral_scope import (
    Json,
    checked_reason,
    claimer,
    county_of,
    in_scope,
    name_of,
    note_act,
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
from bot.casework.summary import release_facts

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

OPEN = (ReferralState.NEW, ReferralState.CLAIMED, ReferralState.WAITING)
ALL = "all"
OPENED, EXPORTED = "open", "export"
# A search reads at most this many pages of the queue: names are sealed, no index knows them.
SEARCH_PAGES = 20


def queue(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    *,
    state: str | None = None,
    mine: bool = False,
    q: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Json:
    """The county's referrals, most urgent first: {"items", "next", "counts"}.

    ``state``: one state, "all", or None for what is open. ``q`` is looked for
    in the name and the number.
    """
    county = county_of(actor)
    states = _states(state)
    wanted = (q or "").casefold().strip()
    names: dict[str, str] = {}
    rows: list[Json] = []
    for _ in range(SEARCH_PAGES):
        page, after = uow.referrals.queue(
            county,
            context.today(),
            states=states,
            claimed_by=actor.id if mine else None,
            limit=limit,
            after=after,
        )
        rows += [_row(uow, context, r, actor, names) for r in page if _matches(r, wanted)]
        if not wanted or after is None or len(rows) >= limit:
            break
    counts = uow.referrals.counts(county)
    return {
        "items": rows,
        "next": after,
        "counts": {each.value: counts.get(each, 0) for each in ReferralState},
    }


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
    shown["outcome"] = referral.outcome
    shown["revision"] = referral.revision
    shown["versions"] = referral.content_version
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
    """For the person: who opened the summary, when, in which role, from which county."""
    counties: dict[str, str | None] = {}
    rows = []
    for row in uow.trail.of_client(client_id, (OPENED, EXPORTED), limit):
        if row.thing != "referral":
            continue
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


def _states(state: str | None) -> tuple[ReferralState, ...]:
    if not state:
        return OPEN
    if state == ALL:
        return tuple(ReferralState)
    if state not in list(ReferralState):
        raise BadInput("state_unknown")
    return (ReferralState(state),)


def _matches(referral: Referral, wanted: str) -> bool:
    if not wanted:
        return True
    found = (referral.client_name or "", referral.client_number or "")
    return any(wanted in value.casefold() for value in found)


def _row(
    uow: UnitOfWork, context: Context, referral: Referral, actor: Actor, names: dict[str, str]
) -> Json:
    today: dt.date = context.today()
    now = referral.urgency_on(today)
    who = referral.claimed_by
    if who is not None and who not in names:
        names[who] = name_of(uow, who) or ""
    return {
        "id": referral.id,
        "state": referral.state.value,
        "client": {
            "id": referral.client_id,
            "name": referral.client_name,
            "number": referral.client_number,
        },
        "release": release_facts(referral.release_date, referral.release_certain, today),
        "urgency": now["urgency"],
        "urgency_reasons": list(now["reasons"]),
        "areas": list(referral.areas),
        "claimed_by": {"id": who, "name": names[who]} if who is not None else None,
        "mine": who == actor.id,
        "lang": referral.lang,
        "received_at": utc(referral.received_at),
        "prison": referral.prison,
        "content_version": referral.content_version,
    }


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
