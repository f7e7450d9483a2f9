"""The referral object of contract section 3: the head from records, the rest from content."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.casework.context import Context
from bot.casework.people import Client
from bot.casework.presenting import present
from bot.casework.referral import Referral
from bot.casework.summary import Content

Json = dict[str, Any]


def utc(moment: dt.datetime | None) -> str | None:
    """A moment as programs read it."""
    if moment is None:
        return None
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def referral_object(
    context: Context, client: Client, referral: Referral | None, content: Content
) -> Json:
    """The whole object as it reads today; before the first sending id and state are null."""
    body = present(
        content,
        context.interview,
        client.release_date,
        client.release_date is not None,
        context.today(),
    )
    return {
        "id": referral.id if referral else None,
        "schema_version": body.pop("schema_version"),
        "content_version": referral.content_version if referral else 0,
        "state": referral.state.value if referral else None,
        "received_at": utc(referral.received_at) if referral else None,
        "urgency": body.pop("urgency"),
        "lang": client.lang,
        "prison": client.prison,
        "county": referral.county if referral else client.county,
        "client": {"id": client.id, "name": client.name, "number": client.number},
        **body,
    }
