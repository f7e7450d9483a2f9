"""What has become of a person's summary, for the one who asks."""

from __future__ import annotations

import datetime as dt

from bot.casework.context import ZONE
from bot.casework.ports import UnitOfWork
from bot.casework.thread import Say


def status_say(uow: UnitOfWork, client_id: str) -> Say:
    """What has become of the summary, in the person's words (text keys say.status_*)."""
    referral = uow.referrals.of_client(client_id)
    if referral is None:
        return Say("say.status_none")

    def day(moment: dt.datetime) -> dict[str, str]:
        return {"date": moment.astimezone(ZONE).date().isoformat()}

    if referral.closed_at is not None and referral.state == "closed":
        return Say("say.status_closed", day(referral.closed_at))
    worker = uow.staff.get(referral.claimed_by) if referral.claimed_by else None
    if worker is not None:
        return Say("say.status_claimed", {"name": worker.name})
    opened = uow.trail.of_client(client_id, ("open",), 1)
    if opened:
        return Say("say.status_opened", day(opened[0].at))
    return Say("say.status_sent", day(referral.received_at))
