"""What a message wants: one of the intents in domain.yml."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from scipy.special import softmax

from bot.rasa_components.labels import intent_of
from bot.rasa_components.linear_model import LinearModel, Penalty, fit
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.trained_component import TrainedComponent

_FILE = "intents.npz"
_PENALTY = Penalty(dense=0.3, sparse=0.05)
_RANKED = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class InterviewIntentClassifier(TrainedComponent):
    """Multinomial logistic regression over the whole message."""

    _model: LinearModel

    def learn(self, examples: list[Message], rows: FeatureRows) -> None:
        intents = [intent_of(example) for example in examples]
        labels = sorted(set(intents))
        targets = np.array([[intent == label for label in labels] for intent in intents])
        weights = balance(targets)
        self._model = fit(rows.only_whole(), targets, labels, "one_of", _PENALTY, weights)

    def judge(self, message: Message, rows: FeatureRows) -> None:
        chances = softmax(self._model.scores(rows.only_whole())[0].astype(np.float64))
        order = np.argsort(-chances)[:_RANKED]
        ranking = [{"name": self._model.labels[i], "confidence": float(chances[i])} for i in order]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    def write(self, folder: Path) -> None:
        self._model.save(folder / _FILE)

    def read(self, folder: Path) -> None:
        self._model = LinearModel.load(folder / _FILE)


def balance(targets: np.ndarray) -> np.ndarray:
    """A weight for each line. `inform` has twenty times the lines of any other
    intent, and people who say "stop" are not twenty times rarer: the square root
    is halfway between what was written and all alike."""
    counts = targets.sum(axis=0)
    weights: np.ndarray = targets @ np.sqrt(counts.mean() / np.maximum(counts, 1))
    return weights / weights.mean()
