"""Signs of urgency that a message tells: no bed, no money, a threat and the like."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.stateless import StatelessComponent
from bot.rasa_components.task_heads import judged
from bot.rasa_components.tasks import SIGNAL


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SignalClassifier(StatelessComponent):
    """Sets `signals`; casework decides with the release date what is urgent."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            margins = judged(message).margins(SIGNAL)
            found = [signal for signal, margin in margins.items() if margin > 0]
            message.set("signals", found, add_to_output=True)
        return messages
