"""How soon a county wants to act: goals of its work that stand in data/clocks.yml, not law.

Clocks run from receipt, stand still while the person is waited for, stop when the thing is
done or the referral is closed, and begin anew when a closed one comes back.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.casework.referral import OPEN_STATES, Referral, ReferralState
from bot.casework.working_days import add_working_days, first_working_day, working_days

# To be raised when the same goals and the same referral give another day than before: what is
# stored is worked out anew at the next start.
RULES = 1


class ClockState(StrEnum):
    """``desk.clock.<state>``."""

    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    DONE = "done"


@dataclass(frozen=True)
class Targets:
    """One county's goals in working days after the day of receipt. What comes in after
    ``day_ends`` counts as received on the next working day."""

    urgent: int = 0
    contact: int = 3
    assessment: int = 20
    # So many working days before the goal it is shown as due soon.
    soon: int = 1
    day_ends: dt.time = dt.time(16)


@dataclass(frozen=True)
class RunningClock:
    """One goal of one referral, as it stands at a moment."""

    name: str
    state: ClockState
    due: dt.date | None
    done_at: dt.datetime | None = None


def clocks(referral: Referral, targets: Targets, now: dt.datetime) -> list[RunningClock]:
    """The goals that matter now, in their order; none for what is closed."""
    if referral.state not in OPEN_STATES:
        return []
    today = _local(now).date()
    shown = []
    for name, due, done_at in _goals(referral, targets):
        if name == "urgent" and referral.urgency_on(today)["urgency"] != "urgent":
            continue
        shown.append(_at(name, due, done_at, referral, targets, today))
    return shown


def next_due(referral: Referral, targets: Targets) -> dt.date | None:
    """By when something must be done next; None when nothing waits for a worker."""
    if referral.state not in OPEN_STATES or referral.state is ReferralState.WAITING:
        return None
    return min((due for _, due, done in _goals(referral, targets) if done is None), default=None)


def contact_goal(referral: Referral, targets: Targets) -> tuple[dt.date, dt.datetime | None]:
    """By when somebody should have been in contact, and when somebody was."""
    goals = {name: (due, done) for name, due, done in _goals(referral, targets)}
    return goals["contact"]


def pause(referral: Referral, now: dt.datetime) -> None:
    """The person is waited for: the clocks stand still."""
    referral.paused_at = now


def go_on(referral: Referral, now: dt.datetime) -> None:
    """They run again; the working days in between do not count."""
    if referral.paused_at is not None:
        waited = working_days(_local(referral.paused_at).date(), _local(now).date())
        referral.paused_days += waited
    referral.paused_at = None


def begin_anew(referral: Referral, now: dt.datetime) -> None:
    """A closed referral has come back."""
    referral.clock_from = now
    referral.judged_at = referral.contacted_at = referral.assessed_at = None
    referral.paused_at, referral.paused_days = None, 0


def _goals(referral: Referral, targets: Targets) -> list[tuple[str, dt.date, dt.datetime | None]]:
    first = _first_day(referral.clock_from or referral.received_at, targets)
    late = referral.paused_days
    goals = [
        ("contact", add_working_days(first, targets.contact + late), referral.contacted_at),
        ("assessment", add_working_days(first, targets.assessment + late), referral.assessed_at),
    ]
    urgent_from = _urgent_from(referral)
    if urgent_from is None:
        return goals
    begins = max(first, first_working_day(urgent_from))
    judged = referral.judged_at
    if judged is not None and _local(judged).date() < min(urgent_from, begins):
        # Judged before it became urgent: it is to be judged again.
        judged = None
    return [("urgent", add_working_days(begins, targets.urgent + late), judged), *goals]


def _at(
    name: str,
    due: dt.date,
    done_at: dt.datetime | None,
    referral: Referral,
    targets: Targets,
    today: dt.date,
) -> RunningClock:
    if done_at is not None:
        return RunningClock(name, ClockState.DONE, None, done_at)
    if referral.state is ReferralState.WAITING:
        return RunningClock(name, ClockState.PAUSED, None)
    if due < today:
        return RunningClock(name, ClockState.OVERDUE, due)
    is_soon = working_days(today, due) <= targets.soon
    return RunningClock(name, ClockState.DUE_SOON if is_soon else ClockState.RUNNING, due)


def _urgent_from(referral: Referral) -> dt.date | None:
    days = [step["from"] for step in referral.outlook if step["urgency"] == "urgent"]
    return dt.date.fromisoformat(days[0]) if days else None


def _first_day(moment: dt.datetime, targets: Targets) -> dt.date:
    local = _local(moment)
    day = local.date()
    if local.time() >= targets.day_ends:
        day += dt.timedelta(days=1)
    return first_working_day(day)


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(ZoneInfo("Europe/Helsinki"))
