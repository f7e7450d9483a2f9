"""What a new version of a summary brings: for the worker who has read the one before."""

from __future__ import annotations

from typing import Any

from bot.casework.ports import UnitOfWork
from bot.casework.referral import Referral
from bot.casework.services.referral_object import utc
from bot.casework.summary import Content

Json = dict[str, Any]


def changed(uow: UnitOfWork, referral: Referral) -> Json | None:
    """{"at", "areas", "items", "fewer"} against the version before, None for the first.

    ``areas``: needs that are new; ``items``: ids of words and answers that are new or read
    otherwise. What the person has taken back is not named: ``fewer`` only says that there is
    less (what is not shared looks like what was declined).
    """
    if referral.content_version < 2:
        return None
    now = uow.referrals.version(referral.id, referral.content_version)
    before = uow.referrals.version(referral.id, referral.content_version - 1)
    if now is None or before is None:
        return None
    new, old = _items(now[0]), _items(before[0])
    areas, earlier = _areas(now[0]), _areas(before[0])
    return {
        "at": utc(now[1]),
        "areas": [area for area in areas if area not in earlier],
        "items": [key for key, item in new.items() if old.get(key) != item],
        "fewer": bool(set(old) - set(new)) or bool(set(earlier) - set(areas)),
    }


def _areas(content: Content) -> list[str]:
    return [need["area"] for need in content.needs]


def _items(content: Content) -> dict[str, Json]:
    """Words by the id of their message, answers by their question."""
    found = [*content.other_statements, *content.not_understood]
    for need in content.needs:
        found += [*need["statements"], *need["answers"]]
    for answers in content.general.values():
        found += answers
    return {item["id"]: {k: item.get(k) for k in ("text", "choice")} for item in found}
