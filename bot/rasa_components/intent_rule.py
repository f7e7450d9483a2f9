"""Free answers win over weak guesses.

"Haluaisin lopettaa viinan" is a need and no wish to stop the interview. When a
need was found and the intent is doubtful, the message is an answer; so is one
in which nothing was recognised with any certainty.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.stateless import StatelessComponent

INFORM = "inform"
_SURE_OF_INTENT = 0.8
"""From here on an intent stands though a need was found beside it."""
_GUESS = 0.35
"""Below this an intent is a guess among 21."""
_TELLS_OF_NEED = 0.6
_PLAIN_ANSWERS = {"affirm", "deny"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class InformRule(StatelessComponent):
    """Last step: may change the intent to `inform`, and nothing else."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            intent = message.get(INTENT) or {}
            if _is_answer(intent, message.get("areas") or [], message.get("area_scores") or {}):
                changed = {"name": INFORM, "confidence": intent.get("confidence", 0.0)}
                message.set(INTENT, changed, add_to_output=True)
        return messages


def _is_answer(intent: dict[str, Any], areas: list[str], scores: dict[str, float]) -> bool:
    name, confidence = intent.get("name"), float(intent.get("confidence") or 0.0)
    if name is None or name == INFORM:
        return name is None
    if confidence < _GUESS:
        return True
    names_need = any(scores.get(area, 0.0) >= _TELLS_OF_NEED for area in areas)
    sure = confidence >= _SURE_OF_INTENT and name not in _PLAIN_ANSWERS
    return names_need and not sure
