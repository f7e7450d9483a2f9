"""Which of the 13 need areas a message names as a problem, a wish or a request."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message
from scipy.special import expit

from bot.rasa_components.stateless import StatelessComponent
from bot.rasa_components.task_heads import judged
from bot.rasa_components.tasks import AREA


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NeedAreaClassifier(StatelessComponent):
    """Sets `areas`, the likeliest first, and `area_scores` with a chance for each area."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            margins = judged(message).margins(AREA)
            areas = [area for area, margin in margins.items() if margin > 0]
            areas.sort(key=lambda area: -margins[area])
            chances = {area: round(float(expit(margin)), 3) for area, margin in margins.items()}
            message.set("areas", areas, add_to_output=True)
            message.set("area_scores", chances, add_to_output=True)
        return messages
