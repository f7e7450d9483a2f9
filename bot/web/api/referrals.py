"""The county's queue, a referral, what a worker does with it."""

from __future__ import annotations

import json

from aiohttp import web

from bot.casework.errors import BadInput
from bot.casework.ports import UnitOfWork
from bot.casework.queue_view import View
from bot.casework.services import referrals
from bot.casework.services.queue import Filters, counts, note_listing, queue
from bot.web.access import SOCIAL_WORKER
from bot.web.api.body import Json
from bot.web.api.call import Call, database_of, items
from bot.web.api.operation import Operation
from bot.web.summary_pdf import summary_pdf

FORMATS = ("json", "pdf")
_FILTERS = ("area", "prison", "lang", "window")


def list_referrals(uow: UnitOfWork, call: Call) -> Json:
    """The county's referrals, most urgent first; open ones unless a state is named."""
    query = call.query
    view = query.get("view") or None
    if view is not None and view not in list(View):
        raise BadInput("field_wrong", field="view")
    note_listing(uow, call.context, call.actor, view or query.get("state") or "open")
    found = queue(
        uow,
        call.context,
        call.actor,
        state=query.get("state"),
        mine=call.flag("mine", default=False),
        view=View(view) if view else None,
        filters=Filters(**{name: query.get(name) or "" for name in _FILTERS}),
        q=query.get("q"),
        after=query.get("next") or None,
        limit=call.limit(),
    )
    return {**items(found["items"], found["next"]), "counts": counts(uow, call.actor)}


def read_referral(uow: UnitOfWork, call: Call) -> Json:
    """One referral; the person can see that it was opened."""
    reason = call.query.get("reason") or None
    return referrals.open_referral(uow, call.context, call.actor, call.thing, reason)


async def export_referral(request: web.Request, call: Call) -> web.Response:
    """The referral alone, for the county's own system; the person can see that."""
    wanted, reason = call.query.get("format") or "json", call.query.get("reason") or None
    if wanted not in FORMATS:
        raise BadInput("field_wrong", field="format")
    found = await database_of(request).run(
        lambda uow: referrals.export(uow, call.context, call.actor, call.thing, reason)
    )
    name = f'attachment; filename="referral-{found["id"]}.{wanted}"'
    headers = {"Content-Disposition": name}
    if wanted == "pdf":
        pdf = await summary_pdf(found, call.texts, call.lang)
        return web.Response(body=pdf, content_type="application/pdf", headers=headers)
    text = json.dumps(found)
    return web.Response(text=text, content_type="application/json", headers=headers)


def claim(uow: UnitOfWork, call: Call) -> Json:
    """Take it; the second who tries hears who has it."""
    return referrals.claim(uow, call.context, call.actor, call.thing)


def release(uow: UnitOfWork, call: Call) -> Json:
    """Put it back into the queue."""
    return referrals.release(uow, call.context, call.actor, call.thing)


def assign(uow: UnitOfWork, call: Call) -> Json:
    """Give it to another worker of the county."""
    to, reason = call.body["to"], call.body.get("reason")
    return referrals.assign(uow, call.context, call.actor, call.thing, to, reason)


def note(uow: UnitOfWork, call: Call) -> Json:
    """A note for the county's workers; the person does not see it here."""
    return referrals.note(uow, call.context, call.actor, call.thing, call.body["text"])


def message(uow: UnitOfWork, call: Call) -> Json:
    """Write to the person."""
    return referrals.message(uow, call.context, call.actor, call.thing, call.body["text"])


def close(uow: UnitOfWork, call: Call) -> Json:
    """End the work, and say how it ended."""
    outcome, revision = call.body["outcome"], call.body.get("revision")
    return referrals.close(uow, call.context, call.actor, call.thing, outcome, revision)


def reopen(uow: UnitOfWork, call: Call) -> Json:
    """Take up a closed one again."""
    return referrals.reopen(uow, call.context, call.actor, call.thing)


def forward(uow: UnitOfWork, call: Call) -> Json:
    """Propose another county; nothing moves before the person says yes."""
    to, why, revision = call.body["to"], call.body.get("why"), call.body.get("revision")
    return referrals.forward(uow, call.context, call.actor, call.thing, to, why, revision)


_PATH = "/api/v1/referrals"
_ONE = f"{_PATH}/{{id}}"
_LIST = ("state", "mine", "view", *_FILTERS, "q", "limit", "next")
OPERATIONS = [
    Operation("GET", _PATH, list_referrals, SOCIAL_WORKER, "Referrals", query=_LIST),
    Operation("GET", _ONE, read_referral, SOCIAL_WORKER, "Referral", query=("reason",)),
    Operation(
        "GET",
        f"{_ONE}/export",
        export_referral,
        SOCIAL_WORKER,
        "Export",
        query=("format", "reason"),
    ),
    Operation("POST", f"{_ONE}/claim", claim, SOCIAL_WORKER, "Standing"),
    Operation("POST", f"{_ONE}/release", release, SOCIAL_WORKER, "Standing"),
    Operation("POST", f"{_ONE}/assign", assign, SOCIAL_WORKER, "Standing", body="Assignment"),
    Operation("POST", f"{_ONE}/note", note, SOCIAL_WORKER, "Standing", 201, "Words"),
    Operation("POST", f"{_ONE}/message", message, SOCIAL_WORKER, "Standing", 201, "Words"),
    Operation("POST", f"{_ONE}/close", close, SOCIAL_WORKER, "Standing", body="Closing"),
    Operation("POST", f"{_ONE}/reopen", reopen, SOCIAL_WORKER, "Standing"),
    Operation("POST", f"{_ONE}/forward", forward, SOCIAL_WORKER, "Standing", body="Forwarding"),
]
