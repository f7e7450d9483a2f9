"""What was understood of a message, in one shape for everybody who asks.

The live channel, its parse route and `parse_lines` all go through here, so what
is measured offline is what a person in a cell gets.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

FOUND_BY_COMPONENTS = (
    "areas",
    "area_scores",
    "signals",
    "answer",
    "crisis",
    "date",
    "time",
    "language",
)
"""Message keys that the pipeline sets beside Rasa's own `intent`."""

_NOTHING: dict[str, Any] = {
    "areas": [],
    "area_scores": {},
    "signals": [],
    "answer": "other",
    "crisis": None,
    "date": None,
    "time": None,
    "language": None,
}
_ANSWER_OF_INTENT = {"affirm": "yes", "deny": "no"}


async def understand(
    processor: MessageProcessor, text: str, lang: str, today: str, *, looked: bool = False
) -> dict[str, Any]:
    """Run the trained pipeline over a text; keeps and changes nothing."""
    message = UserMessage(text, metadata={"lang": lang, "today": today, "looked": looked})
    found = await processor.parse_message(message)
    intent = found["intent"]
    answer = {"intent": intent["name"], "intent_confidence": intent["confidence"]}
    for key in FOUND_BY_COMPONENTS:
        answer[key] = found.get(key, _NOTHING[key])
    return answer


def understood_from_choice(intent: str, lang: str) -> dict[str, Any]:
    """A pressed button means what it says; there is nothing to guess."""
    return {
        "intent": intent,
        "intent_confidence": 1.0,
        **_NOTHING,
        "answer": _ANSWER_OF_INTENT.get(intent, "other"),
        "language": lang,
    }


def parse_data(
    understood: dict[str, Any], text: str, choice: str | None, metadata: dict[str, Any]
) -> dict[str, Any]:
    """The shape in which Rasa's tracker and our actions get it (`latest_message`)."""
    extra = {key: understood[key] for key in FOUND_BY_COMPONENTS}
    return {
        "text": text,
        "intent": {"name": understood["intent"], "confidence": understood["intent_confidence"]},
        "entities": [],
        **extra,
        "choice": choice,
        "message_id": metadata["message_id"],
        "metadata": metadata,
    }
