"""Who takes part, for what and how: as a worker named it, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.casework.context import Context
from bot.casework.errors import BadInput
from bot.casework.meeting import Meeting
from bot.casework.prison_rules import PARTNER_ROLES, MeetingRules, Partner

MOST_OTHERS, LONGEST_NAME = 4, 80


def checked_partners(named: Sequence[Mapping[str, Any]]) -> list[Partner]:
    """[{"organisation", "role"}]: organisations in a role, never a person's name."""
    if len(named) > MOST_OTHERS:
        raise BadInput("partners_too_many", most=MOST_OTHERS)
    found = []
    for each in named:
        organisation = " ".join(str(each.get("organisation") or "").split())
        role = each.get("role")
        if role not in PARTNER_ROLES or len(organisation) > LONGEST_NAME or not organisation:
            raise BadInput("partner_unknown")
        found.append(Partner(organisation, role))
    return list(dict.fromkeys(found))


def checked_one_of(value: str, known: Sequence[str], key: str) -> str:
    """The value, if it is a known one."""
    if value not in known:
        raise BadInput(key)
    return value


def mode_in(context: Context, meeting: Meeting, rules: MeetingRules, wanted: str) -> str:
    """The way of meeting that is possible there: without video a call or a visit at once."""
    calls = context.calls
    if wanted == "video" and calls and not calls.has_video(meeting.prison, meeting.county):
        return next((mode for mode in ("phone", "visit") if mode in rules.modes), "visit")
    return rules.mode_for(wanted)
