"""Which of the 13 need areas a message names as a problem, a wish or a request."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message
from scipy.special import expit

from bot.rasa_components.labels import AREAS, areas_of
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.multi_label import MultiLabelModel
from bot.rasa_components.trained_component import TrainedComponent

_FILE = "areas.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class NeedAreaClassifier(TrainedComponent):
    """Sets `areas`, and `area_scores` with a calibrated chance for each area."""

    _model: MultiLabelModel

    def learn(self, examples: list[Message], rows: FeatureRows) -> None:
        said = [areas_of(example) for example in examples]
        self._model = MultiLabelModel.learn("areas", said, AREAS, rows)

    def judge(self, message: Message, rows: FeatureRows) -> None:
        margins = self._model.margins(rows)
        areas = [area for area, margin in zip(AREAS, margins, strict=True) if margin > 0]
        areas.sort(key=lambda area: -margins[AREAS.index(area)])
        chances = expit(margins.astype(np.float64))
        message.set("areas", areas, add_to_output=True)
        scores = {
            area: round(float(chance), 3) for area, chance in zip(AREAS, chances, strict=True)
        }
        message.set("area_scores", scores, add_to_output=True)

    def write(self, folder: Path) -> None:
        self._model.save(folder / _FILE)

    def read(self, folder: Path) -> None:
        self._model = MultiLabelModel.load(folder / _FILE)
