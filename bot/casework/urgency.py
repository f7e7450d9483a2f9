"""How urgent a need is today, and the named reasons for it.

Urgent is the list of samples/LABELLING.md and nothing else; soon is any other
named reason, or any need with release within 30 days (contract section 7).
Urgency is computed anew for each day, because release comes nearer and moves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.casework.condition import holds
from bot.casework.need_area import NeedArea, Urgency, UrgencyRule

SOON_DAYS = 30
RELEASE_NEAR = "release_within_30_days"


@dataclass(frozen=True)
class Evidence:
    """What a rule is held against: pressed answers and signals in the person's words."""

    choices: Mapping[str, str | None] = field(default_factory=dict)
    signals: Collection[str] = ()


@dataclass(frozen=True)
class Judged:
    """The urgency of one need on one day."""

    level: Urgency
    reasons: tuple[str, ...]


def days_left(release: dt.date | None, today: dt.date) -> int | None:
    """Days until release; negative once it has passed, None while it is unknown."""
    return None if release is None else (release - today).days


def judge(area: NeedArea, evidence: Evidence, release: dt.date | None, today: dt.date) -> Judged:
    """The urgency of a need in this area today."""
    left = days_left(release, today)
    met = [rule for rule in area.urgency if _met(rule, evidence, left)]
    urgent = tuple(rule.reason for rule in met if rule.level is Urgency.URGENT)
    if urgent:
        return Judged(Urgency.URGENT, urgent)
    soon = tuple(rule.reason for rule in met if rule.level is Urgency.SOON)
    if left is not None and left <= SOON_DAYS:
        soon = (*soon, RELEASE_NEAR)
    if soon:
        return Judged(Urgency.SOON, soon)
    return Judged(Urgency.NORMAL, ())


def _met(rule: UrgencyRule, evidence: Evidence, left: int | None) -> bool:
    if rule.days_left_at_most is not None and (left is None or left > rule.days_left_at_most):
        return False
    return holds(rule.when, evidence)


def turning_days(release: dt.date | None, areas: Collection[NeedArea]) -> list[dt.date]:
    """The days on which the urgency of these areas can change by itself."""
    if release is None:
        return []
    limits = {rule.days_left_at_most for area in areas for rule in area.urgency}
    numbers = {SOON_DAYS} | {limit for limit in limits if limit is not None}
    return sorted(release - dt.timedelta(days=number) for number in numbers)
