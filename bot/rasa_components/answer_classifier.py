"""Whether a message says yes, no, "that is fine", or something else."""

from __future__ import annotations

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.stateless import StatelessComponent
from bot.rasa_components.task_heads import judged
from bot.rasa_components.tasks import ANSWER


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AnswerClassifier(StatelessComponent):
    """Sets `answer`, which a starter question needs, whatever the intent is."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            scores = judged(message)
            best = int(np.argmax(scores.whole(ANSWER)))
            message.set("answer", scores.labels(ANSWER)[best], add_to_output=True)
        return messages
