"""What a training line teaches: reading the metadata of its block.

Keys of a block: `areas`, `signals` (lists), `crisis` (a kind or none) and `answer`
(fine; the rest follows from the intent). A key that is absent means
"does not say", which is not the same as "no": an `inform` block without
`areas` teaches nothing about areas.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.importer import LANG_KEY

AREAS = (
    "housing",
    "money",
    "debts",
    "documents",
    "health",
    "mental_health",
    "substance_use",
    "work_study",
    "family",
    "safety",
    "daily_life",
    "digital",
    "social",
)
SIGNALS = (
    "no_first_night",
    "no_money",
    "nothing_applied",
    "treatment_breaks_off",
    "live_threat",
    "own_violence",
    "permit_ends",
)
LANGUAGES = ("fi", "sv", "en")
ANSWERS = ("yes", "no", "fine", "other")
CRISIS_KINDS = (
    "suicide",
    "self_harm",
    "violence_to_me",
    "violence_by_me",
    "medical_emergency",
)
_ANSWER_OF_INTENT = {"affirm": "yes", "deny": "no"}


class UnknownLabel(ValueError):
    """A block carries a label that nobody reads; most likely a slip of the pen."""


def intent_of(example: Message) -> str:
    return str(example.get(INTENT))


def language_of(example: Message) -> str | None:
    found = example.get(LANG_KEY)
    return str(found) if found else None


def areas_of(example: Message) -> tuple[str, ...] | None:
    """Need areas of the line, or None where the line does not say."""
    if "areas" in _metadata(example):
        return _known(example, "areas", AREAS)
    return None if intent_of(example) == "inform" else ()


def signals_of(example: Message) -> tuple[str, ...] | None:
    """Signals of urgency; lines that say nothing of areas say nothing of these."""
    if "signals" in _metadata(example):
        return _known(example, "signals", SIGNALS)
    return None if areas_of(example) is None else ()


def crisis_of(example: Message) -> str | None:
    """The kind of danger, or None."""
    kind = _metadata(example).get("crisis") or "none"
    if kind != "none" and kind not in CRISIS_KINDS:
        raise UnknownLabel(f"crisis: {kind}")
    return None if kind == "none" else str(kind)


def looks_dangerous(example: Message) -> bool:
    """Whether the line was written to look like danger and is none."""
    return str(_metadata(example).get("crisis")) == "none"


def answer_of(example: Message) -> str:
    """How the line answers a question that wants a yes or a no."""
    answer = _metadata(example).get("answer")
    if answer is None:
        return _ANSWER_OF_INTENT.get(intent_of(example), "other")
    if answer is True or answer is False:  # YAML reads a bare yes or no so
        return "yes" if answer else "no"
    if answer not in ANSWERS:
        raise UnknownLabel(f"answer: {answer}")
    return str(answer)


def _known(example: Message, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    labels = tuple(_metadata(example)[key] or ())
    for label in labels:
        if label not in allowed:
            raise UnknownLabel(f"{key}: {label}")
    return labels


def _metadata(example: Message) -> dict[str, Any]:
    found = (example.get(METADATA) or {}).get(METADATA_INTENT)
    return found if isinstance(found, dict) else {}
