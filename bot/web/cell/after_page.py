"""What became of the summary: the stages, and the talk with the social worker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from bot.casework.context import ZONE, Context
from bot.casework.meeting import MeetingState
from bot.casework.people import Message
from bot.casework.ports import UnitOfWork
from bot.casework.referral import Referral, ReferralState
from bot.casework.services.felt import asks_felt
from bot.casework.services.meetings import list_for_client
from bot.casework.services.referral_verbs import forward_proposed
from bot.casework.services.referrals import NETWORK, access_log
from bot.content import Texts
from bot.dates.phrases import say_date

Json = dict[str, Any]
S = MeetingState
AHEAD = (S.REQUESTED.value, S.APPROVED.value, S.STARTED.value)


@dataclass
class After:
    """Everything that the page tells of."""

    today: dt.date
    referral: Referral | None = None
    release: dt.date | None = None
    worker: str | None = None
    stand_in: str | None = None
    opened: list[Json] = field(default_factory=list)
    meetings: list[Json] = field(default_factory=list)
    talk: list[Message] = field(default_factory=list)
    forward_to: str | None = None
    asks_felt: bool = False

    @property
    def meeting(self) -> Json | None:
        """The meeting that comes, else the last one that was held."""
        ahead = [m for m in self.meetings if m["state"] in AHEAD and m["start"]]
        held = [m for m in self.meetings if m["state"] == S.HELD.value]
        return min(ahead, key=lambda m: str(m["start"])) if ahead else next(iter(held), None)


def look(uow: UnitOfWork, context: Context, client_id: str) -> After:
    """Gather it, for the person alone."""
    after = After(context.today())
    referral, client = uow.referrals.of_client(client_id), uow.clients.get(client_id)
    if referral is None or client is None:
        return after
    worker = uow.staff.get(referral.claimed_by) if referral.claimed_by else None
    after.referral, after.release = referral, client.release_date
    after.worker = worker.name if worker is not None else None
    stand_in = uow.staff.get(referral.stand_in) if referral.stand_in else None
    after.stand_in = stand_in.name if stand_in is not None else None
    after.opened = access_log(uow, context, client_id)
    after.meetings = list_for_client(uow, context, client_id)
    after.talk = [m for m in uow.threads.everything(client_id) if _is_talk(m)]
    after.forward_to = forward_proposed(uow, referral)
    after.asks_felt = asks_felt(uow, context, client_id)
    return after


def _is_talk(message: Message) -> bool:
    to_worker = message.sender == "client" and message.body.get("role") == "to_worker"
    return to_worker or message.sender == "worker"


def steps(after: After, texts: Texts, lang: str) -> list[Json]:
    """The stages in order: done ones with their day, the present one, the rest."""
    if after.referral is None:
        return []

    def say(key: str, **params: str) -> str:
        return texts.say(lang, f"sent.{key}", **params)

    def done(day: dt.date) -> str:
        return say("done", date=say_date(day, lang))

    def local(moment: str) -> dt.date:
        return dt.datetime.fromisoformat(moment).astimezone(ZONE).date()

    sent = after.referral.received_at.astimezone(ZONE).date()
    rows = [{"label": say("step.sent"), "text": done(sent), "done": True}]
    # The network is another page: who has seen only that has not read the summary.
    read = [row["at"] for row in after.opened if row["verb"] != NETWORK]
    opened = min(read, default=None)
    rows.append(
        {
            "label": say("step.opened"),
            "text": done(local(opened)) if opened else say("step.opened_not"),
            "done": opened is not None,
        }
    )
    meeting, text = after.meeting, ""
    if meeting is not None and meeting["start"]:
        text = say_date(local(meeting["start"]), lang)
    held = meeting is not None and meeting["state"] == S.HELD.value
    rows.append({"label": say("step.meeting"), "text": text, "done": held})
    free = after.release is not None and after.release <= after.today
    day = say_date(after.release, lang) if after.release else say("release_unknown")
    rows.append({"label": say("step.free"), "text": day, "done": free})
    rows.append({"label": say("step.after"), "text": say("step.after_text"), "done": False})
    return _marked(rows)


def _marked(rows: list[Json]) -> list[Json]:
    """The first stage that is not done is the present one."""
    now = next(n for n, row in enumerate(rows) if not row["done"])
    for n, row in enumerate(rows):
        row["state"] = "done" if row["done"] else "now" if n == now else ""
    return rows


def lines(after: After, texts: Texts, lang: str) -> list[str]:
    """Who has it now, and whether it is closed."""
    if after.referral is None:
        return []
    said = []
    if after.worker is not None:
        said.append(texts.say(lang, "sent.worker", name=after.worker))
    if after.stand_in is not None:
        said.append(texts.say(lang, "sent.stand_in", name=after.stand_in))
    closed = after.referral.closed_at
    if closed is not None and after.referral.state is ReferralState.CLOSED:
        day = say_date(closed.astimezone(ZONE).date(), lang)
        said.append(texts.say(lang, "sent.closed", date=day))
    return said
