"""Which of the three languages a message is in, so that a change can be offered."""

from __future__ import annotations

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.stateless import StatelessComponent
from bot.rasa_components.task_heads import judged
from bot.rasa_components.tasks import LANGUAGE

_CERTAIN_BY = 1.5
"""Log odds by which another language must lead before the page's is doubted."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageGuess(StatelessComponent):
    """Sets `language`; in doubt it is the language of the page."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            labels, scores = judged(message).labels(LANGUAGE), judged(message).whole(LANGUAGE)
            best = int(np.argmax(scores))
            page = (message.get("metadata") or {}).get("lang")
            if page in labels and scores[best] - scores[labels.index(page)] < _CERTAIN_BY:
                best = labels.index(page)
            message.set("language", labels[best], add_to_output=True)
        return messages
