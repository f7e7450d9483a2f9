"""Which of the 13 need areas a message names as a problem, a wish or a request."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.special import expit

from bot.rasa_components.labels import AREAS, areas_of, language_of
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.multi_label import combined
from bot.rasa_components.network import Network
from bot.rasa_components.network_training import train_network
from bot.rasa_components.thresholds import best_thresholds, micro_f1, set_aside
from bot.rasa_components.trained_component import TrainedComponent

logger = logging.getLogger(__name__)

_FILE = "areas.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class NeedAreaClassifier(TrainedComponent):
    """Sets `areas`, and `area_scores` with a calibrated chance for each area."""

    _model: Network
    _thresholds: np.ndarray

    def learn(self, examples: list[Message], rows: FeatureRows) -> None:
        """The thresholds are chosen on lines that the network never saw."""
        said = [areas_of(example) for example in examples]
        known = np.array([i for i, found in enumerate(said) if found is not None])
        targets = np.array([[area in (said[i] or ()) for area in AREAS] for i in known])
        groups = [language_of(examples[i]) for i in known]
        rows = rows.select(known)
        learned, aside = set_aside([str(examples[i].get(TEXT)) for i in known])
        self._model = train_network(
            rows.only_whole().select(learned), targets[learned], [groups[i] for i in learned]
        )
        unseen = rows.select(aside)
        scores = combined(self._model.scores(unseen), unseen.starts)
        self._thresholds = best_thresholds(scores, targets[aside])
        logger.info(
            "areas: micro-F1 %.3f on %d lines set aside",
            micro_f1(scores > self._thresholds, targets[aside]), len(aside),
        )  # fmt: skip

    def judge(self, message: Message, rows: FeatureRows) -> None:
        margins = combined(self._model.scores(rows), rows.starts)[0] - self._thresholds
        areas = [area for area, margin in zip(AREAS, margins, strict=True) if margin > 0]
        areas.sort(key=lambda area: -margins[AREAS.index(area)])
        chances = expit(margins.astype(np.float64))
        message.set("areas", areas, add_to_output=True)
        scores = {
            area: round(float(chance), 3) for area, chance in zip(AREAS, chances, strict=True)
        }
        message.set("area_scores", scores, add_to_output=True)

    def write(self, folder: Path) -> None:
        self._model.save(folder / _FILE, thresholds=self._thresholds)

    def read(self, folder: Path) -> None:
        self._model = Network.load(folder / _FILE)
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            self._thresholds = stored["thresholds"]
