"""What a message wants: one of the intents in domain.yml."""

from __future__ import annotations

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from scipy.special import softmax

from bot.rasa_components.stateless import StatelessComponent
from bot.rasa_components.task_heads import judged
from bot.rasa_components.tasks import INTENT as INTENTS

_RANKED = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class InterviewIntentClassifier(StatelessComponent):
    """Sets `intent` and `intent_ranking`, from the whole message."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            labels = judged(message).labels(INTENTS)
            chances = softmax(judged(message).whole(INTENTS).astype(np.float64))
            order = np.argsort(-chances)[:_RANKED]
            ranking = [{"name": labels[i], "confidence": float(chances[i])} for i in order]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
