"""Danger to life or health: two looks that know nothing of each other.

The lexicon reads the whole message, the network what was read of it; either
is enough. The web tier looks into the lexicon too, before Rasa is asked, so that
nothing here has to work for a life to be heard; where it says that it has looked and
found none, the same lexicon is not asked again.
"""

from __future__ import annotations

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.clean_text import WHOLE_TEXT
from bot.rasa_components.stateless import StatelessComponent
from bot.rasa_components.task_heads import judged
from bot.rasa_components.tasks import DANGER
from bot.safety.danger import find_danger


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DangerCheck(StatelessComponent):
    """Sets `crisis` to a kind, or to None."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set("crisis", _kind(message), add_to_output=True)
        return messages


def _kind(message: Message) -> str | None:
    if not (message.get("metadata") or {}).get("looked"):
        seen = find_danger(str(message.get(WHOLE_TEXT) or ""))
        if seen is not None:
            return seen.kind
    found = judged(message)
    danger, *kinds = found.whole(DANGER)
    if danger <= found.thresholds.of_task[DANGER][0]:
        return None
    return found.labels(DANGER)[1 + int(np.argmax(kinds))]
