"""The leader's page: how the work of one county goes, in figures that name nobody."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from bot.casework.actor import Actor, Role
from bot.casework.clocks import contact_goal
from bot.casework.context import ZONE, Context
from bot.casework.errors import BadInput, Forbidden
from bot.casework.figures import (
    Quarter,
    Share,
    hidden,
    percentile,
    share,
    shown_total,
    within,
)
from bot.casework.journal import entry
from bot.casework.meeting import MeetingState, RejectCode
from bot.casework.need_area import Urgency
from bot.casework.ports import UnitOfWork
from bot.casework.ports.figures import MeetingCount
from bot.casework.referral import Referral
from bot.casework.services.felt import FELT
from bot.casework.working_days import working_days

Json = dict[str, Any]
QUARTERS = 8
PARTS = (0.5, 0.75, 0.9)
M = MeetingState


def figures(uow: UnitOfWork, context: Context, actor: Actor, quarter: str | None = None) -> Json:
    """The figures of one quarter: by area, urgency and county, waiting, on time, meetings.

    A hidden cell is None. That somebody looked is in the trail.
    """
    if actor.role is not Role.LEADER or actor.county is None:
        raise Forbidden("role_may_not")
    present = Quarter.of(context.today())
    known = [present.back(n) for n in range(QUARTERS)]
    asked = next((each for each in known if str(each) == (quarter or str(present))), None)
    if asked is None:
        raise BadInput("quarter_unknown")
    since, until = (_start(day) for day in (asked.first, asked.after))
    rows = uow.figures.referrals(actor.county, since, until)
    uow.trail.add(
        entry(context.clock.now(), actor, "figures", "county", actor.county, None, str(asked))
    )
    return {
        "quarter": str(asked),
        "quarters": [str(each) for each in known],
        "running": asked == present,
        "total": shown_total(len(rows)),
        "areas": hidden(_areas(context, rows)),
        "urgency": hidden(_urgency(rows)),
        "counties": hidden(uow.figures.by_county(since, until)),
        "waiting": _waiting(rows),
        "on_time": _on_time(context, actor.county, rows),
        "felt": _felt(uow.figures.felt(actor.county, since, until)),
        "meetings": meeting_figures(uow.figures.meetings(actor.county, since, until)),
    }


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=ZONE).astimezone(dt.UTC)


def _areas(context: Context, rows: list[Referral]) -> dict[str, int]:
    counted = Counter(area for row in rows for area in set(row.areas))
    return {area.id: counted[area.id] for area in context.interview.areas}


def _urgency(rows: list[Referral]) -> dict[str, int]:
    """As it was on the day of receipt."""
    counted = Counter(
        row.urgency_on(row.received_at.astimezone(ZONE).date())["urgency"] for row in rows
    )
    return {level.value: counted[level.value] for level in sorted(Urgency, key=lambda u: u.rank)}


def _felt(answers: dict[str, int]) -> dict[str, int | None]:
    """Who did not want to answer is no figure."""
    return hidden({answer: answers.get(answer, 0) for answer in FELT})


def _waiting(rows: list[Referral]) -> Json:
    """Working days from receipt to the first contact, without what waited for the person."""
    days = []
    for row in rows:
        if row.contacted_at is not None:
            began = (row.clock_from or row.received_at).astimezone(ZONE).date()
            waited = working_days(began, row.contacted_at.astimezone(ZONE).date())
            days.append(max(0, waited - row.paused_days))
    return {str(round(part * 100)): percentile(days, part) for part in PARTS}


def _on_time(context: Context, county: str, rows: list[Referral]) -> Share:
    """Of the contacts that were made or are overdue: how many were made by the goal."""
    today, made, judged = context.today(), 0, 0
    for row in rows:
        due, done = contact_goal(row, context.targets_of(county))
        in_time = done is not None and done.astimezone(ZONE).date() <= due
        made += in_time
        judged += done is not None or due < today
    return share(made, judged)


def meeting_figures(rows: list[MeetingCount]) -> Json:
    """Four kinds that add up to what was asked; refusals by their reason."""
    kinds = dict.fromkeys(("refused", "waiting", "permitted_only", "held"), 0)
    reasons = dict.fromkeys((code.value for code in RejectCode), 0)
    for row in rows:
        if not row.asked and row.state in (M.DRAFT, M.OFFERED, M.CANCELLED, M.EXPIRED):
            continue
        kinds[_kind(row)] += row.number
        if row.state == M.REJECTED and row.reason in reasons:
            reasons[row.reason] += row.number
    total = shown_total(sum(kinds.values()))
    shown = within(total, kinds)
    parts = (shown["permitted_only"], shown["held"])
    permitted = None if None in parts else sum(part for part in parts if part is not None)
    return {
        "asked": total,
        "permitted": permitted,
        **{name: shown[name] for name in ("held", "refused", "waiting")},
        "reasons": within(shown["refused"], reasons),
    }


def _kind(row: MeetingCount) -> str:
    if row.state == M.HELD:
        return "held"
    if row.state == M.REJECTED:
        return "refused"
    return "permitted_only" if row.permitted else "waiting"
