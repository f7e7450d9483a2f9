"""Every address of this face, with who may use it."""

from __future__ import annotations

from bot.web.access import Route
from bot.web.api import (
    alerts,
    client_meetings,
    client_other,
    client_plan,
    client_session,
    client_summary,
    client_thread,
    codes,
    county,
    meetings,
    network,
    prison_meetings,
    referral_care,
    referrals,
    staff_session,
)
from bot.web.api.documents import describing
from bot.web.api.operation import Operation

_WORKING: list[Operation] = [
    *client_session.OPERATIONS,
    *client_thread.OPERATIONS,
    *client_summary.OPERATIONS,
    *client_meetings.OPERATIONS,
    *client_other.OPERATIONS,
    *client_plan.OPERATIONS,
    *staff_session.OPERATIONS,
    *referrals.OPERATIONS,
    *referral_care.OPERATIONS,
    *network.OPERATIONS,
    *county.OPERATIONS,
    *meetings.OPERATIONS,
    *prison_meetings.OPERATIONS,
    *alerts.OPERATIONS,
    *codes.OPERATIONS,
]
OPERATIONS: list[Operation] = [*_WORKING, *describing(_WORKING)]
ROUTES: list[Route] = [operation.route() for operation in OPERATIONS]
