"""Whether a message says yes, no, "that is fine", or something else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.intent_classifier import balance
from bot.rasa_components.labels import ANSWERS, answer_of
from bot.rasa_components.linear_model import LinearModel, Penalty, fit
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.trained_component import TrainedComponent

_FILE = "answers.npz"
_PENALTY = Penalty(dense=0.3, sparse=0.05)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class AnswerClassifier(TrainedComponent):
    """Sets `answer`, which a starter question needs, whatever the intent is."""

    _model: LinearModel

    def learn(self, examples: list[Message], rows: FeatureRows) -> None:
        targets = np.array([[answer_of(e) == answer for answer in ANSWERS] for e in examples])
        self._model = fit(rows.only_whole(), targets, ANSWERS, "one_of", _PENALTY, balance(targets))

    def judge(self, message: Message, rows: FeatureRows) -> None:
        best = int(np.argmax(self._model.scores(rows.only_whole())[0]))
        message.set("answer", ANSWERS[best], add_to_output=True)

    def write(self, folder: Path) -> None:
        self._model.save(folder / _FILE)

    def read(self, folder: Path) -> None:
        self._model = LinearModel.load(folder / _FILE)
