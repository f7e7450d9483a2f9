"""What a person may change at the review, and what a change may not name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.casework.errors import BadInput
from bot.casework.need_area import Interview
from bot.casework.services.words import usable_words
from bot.casework.summary import EXTRA_PARTS, RECEIVER, Content, Review

Given = tuple[str, str, bool]


def apply_changes(
    review: Review,
    everything: Content,
    interview: Interview,
    consent: Mapping[str, Mapping[str, bool]],
    items: Mapping[str, Mapping[str, Any]],
) -> list[Given]:
    """Change ``review``; the ticks that became other than they were: part, receiver, value."""
    known = own_texts(everything)
    parts = {area.id for area in interview.areas} | set(EXTRA_PARTS)
    given = []
    for part, ticks in consent.items():
        if part not in parts:
            raise BadInput("part_unknown")
        for receiver, value in _mapping(ticks).items():
            if receiver != RECEIVER:
                raise BadInput("receiver_unknown")
            if not isinstance(value, bool):
                raise BadInput("tick_unclear")
            if review.ticked(part, receiver) != value:
                given.append((part, receiver, value))
            review.consent.setdefault(part, {})[receiver] = value
    for item_id, wish in items.items():
        if item_id not in known:
            raise BadInput("item_unknown")
        _change_item(review, item_id, known[item_id], _mapping(wish))
    return given


def own_texts(content: Content) -> dict[str, str | None]:
    """Every item that can be corrected or left out, with the person's first words for it."""
    items: list[dict[str, Any]] = []
    for need in content.needs:
        items += [*need["statements"], *need["answers"]]
    items += [*content.other_statements, *content.not_understood]
    for answers in content.general.values():
        items += answers
    return {item["id"]: item.get("text") for item in items}


def _change_item(
    review: Review, item_id: str, first_words: str | None, wish: Mapping[str, Any]
) -> None:
    if not wish or set(wish) - {"included", "text"}:
        raise BadInput("change_unknown")
    if "text" in wish:
        words = usable_words(wish["text"])
        if words == first_words:
            review.edited.pop(item_id, None)
        else:
            review.edited[item_id] = words
    if "included" in wish:
        included = wish["included"]
        if not isinstance(included, bool):
            raise BadInput("tick_unclear")
        if included:
            review.left_out.discard(item_id)
        else:
            review.left_out.add(item_id)


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadInput("change_unknown")
    return value
