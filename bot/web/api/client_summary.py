"""The review: what was collected, ticks and corrections, sending."""

from __future__ import annotations

from bot.casework.ports import UnitOfWork
from bot.casework.services import review
from bot.web.access import CLIENT
from bot.web.api.body import Json
from bot.web.api.call import Call
from bot.web.api.operation import Operation


def read_summary(uow: UnitOfWork, call: Call) -> Json:
    """Everything collected, with the person's ticks."""
    return _with_labels(call, review.summary(uow, call.context, call.me))


def change_summary(uow: UnitOfWork, call: Call) -> Json:
    """Tick, correct, leave out; what is not named stays."""
    consent, items = call.body.get("consent"), call.body.get("items")
    return _with_labels(call, review.change(uow, call.context, call.me, consent, items))


def send_summary(uow: UnitOfWork, call: Call) -> Json:
    """Send what is ticked to the social worker of the person's county."""
    sent = review.send(uow, call.context, call.me)
    return {"id": sent.id, "content_version": sent.content_version}


def _with_labels(call: Call, summary: Json) -> Json:
    receivers = [
        {
            "id": receiver["id"],
            "label": call.wording.say({"say": receiver["label_key"], "params": receiver["params"]}),
        }
        for receiver in summary["receivers"]
    ]
    return {**summary, "receivers": receivers}


_PATH = "/api/v1/client/summary"
OPERATIONS = [
    Operation("GET", _PATH, read_summary, CLIENT, "Summary", reads=True),
    Operation("PATCH", _PATH, change_summary, CLIENT, "Summary", body="SummaryChange"),
    Operation("POST", f"{_PATH}/send", send_summary, CLIENT, "Sent", 201),
]
