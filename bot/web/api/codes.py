"""Access codes that staff of the prison hand out."""

from __future__ import annotations

import datetime as dt

from bot.casework.actor import Right
from bot.casework.errors import BadInput
from bot.casework.ports import UnitOfWork
from bot.casework.services import codes
from bot.casework.services.client_facts import KEEP, Keep
from bot.casework.services.referral_object import utc
from bot.web.access import PRISON_STAFF
from bot.web.api.body import Json
from bot.web.api.call import Call
from bot.web.api.operation import Operation

UNKNOWN = "unknown"


def issue(uow: UnitOfWork, call: Call) -> Json:
    """A code for a new person, or (``client``) a new one for somebody who is known."""
    sent = call.body
    if not sent.get("client") and "release_date" not in sent:
        raise BadInput("field_missing", field="release_date")
    issued = codes.issue(
        uow,
        call.context,
        call.actor,
        client_id=sent.get("client"),
        release_date=_release_date(sent),
        **{name: sent.get(name) for name in ("county", "lang", "name", "number", "place")},
    )
    return {
        "code": issued.code,
        "code_id": issued.code_id,
        "client_id": issued.client.id,
        "expires_at": utc(issued.expires_at),
    }


def _release_date(sent: Json) -> dt.date | Keep | None:
    """A day, nothing for "unknown", or what is known already."""
    if "release_date" not in sent:
        return KEEP
    value = sent["release_date"]
    if value in (None, UNKNOWN):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise BadInput("field_wrong", field="release_date") from None


OPERATIONS = [
    Operation(
        "POST", "/api/v1/codes", issue, PRISON_STAFF, "Code", 201, "NewCode", right=Right.CODES
    )
]
