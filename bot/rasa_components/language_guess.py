"""Which of the three languages a message is in, so that a change can be offered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.labels import LANGUAGES, language_of
from bot.rasa_components.linear_model import LinearModel, Penalty, fit
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.trained_component import TrainedComponent

_FILE = "languages.npz"
_PENALTY = Penalty(dense=1.0, sparse=0.1)
_CERTAIN_BY = 1.5
"""Log odds by which another language must lead before the page's is doubted."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LanguageGuess(TrainedComponent):
    """Sets `language`; in doubt it is the language of the page."""

    _model: LinearModel

    def learn(self, examples: list[Message], rows: FeatureRows) -> None:
        known = [i for i, example in enumerate(examples) if language_of(example) in LANGUAGES]
        chosen = known or range(len(examples))
        targets = np.array(
            [[language_of(examples[i]) == lang for lang in LANGUAGES] for i in chosen]
        )
        whole = rows.only_whole().select(np.array(chosen))
        self._model = fit(whole, targets, LANGUAGES, "one_of", _PENALTY)

    def judge(self, message: Message, rows: FeatureRows) -> None:
        scores = self._model.scores(rows.only_whole())[0]
        best = int(np.argmax(scores))
        page = (message.get("metadata") or {}).get("lang")
        if page in LANGUAGES and scores[best] - scores[LANGUAGES.index(page)] < _CERTAIN_BY:
            best = LANGUAGES.index(page)
        message.set("language", LANGUAGES[best], add_to_output=True)

    def write(self, folder: Path) -> None:
        self._model.save(folder / _FILE)

    def read(self, folder: Path) -> None:
        self._model = LinearModel.load(folder / _FILE)
