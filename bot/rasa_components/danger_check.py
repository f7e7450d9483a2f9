"""Danger to life or health: two looks that know nothing of each other.

The lexicon reads the whole message, the classifier what was read of it; either
is enough. The web tier looks into the lexicon too, before Rasa is asked, so that
nothing here has to work for a life to be heard.
"""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.clean_text import WHOLE_TEXT
from bot.rasa_components.labels import CRISIS_KINDS, crisis_of, looks_dangerous
from bot.rasa_components.linear_model import LinearModel, Penalty, fit
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.thresholds import held_out_scores
from bot.rasa_components.trained_component import TrainedComponent
from bot.safety.danger import find_danger

logger = logging.getLogger(__name__)

_FILE = "danger.npz"
_PENALTY = Penalty(dense=0.3, sparse=0.05)
_LABELS = ("danger", *CRISIS_KINDS)
_FALSE_ALARMS = 0.001
"""How many of the ordinary training lines the classifier may take for danger."""
_FALSE_ALARMS_LOOKALIKES = 0.02
"""How many of the lines that were written to look like danger and are none."""
_ENOUGH_LINES = 50
_NEVER = 100.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class DangerCheck(TrainedComponent):
    """Sets `crisis` to a kind, or to None."""

    _model: LinearModel
    _threshold: float

    def learn(self, examples: list[Message], rows: FeatureRows) -> None:
        kinds = [crisis_of(example) for example in examples]
        targets = np.array([[k is not None, *(k == kind for kind in CRISIS_KINDS)] for k in kinds])
        whole = rows.only_whole()

        def learn_part(part: FeatureRows, wanted: np.ndarray) -> LinearModel:
            return fit(part, wanted, _LABELS, "any_of", _PENALTY)

        self._model = learn_part(whole, targets)
        self._threshold = _NEVER
        danger = targets[:, 0]
        if danger.sum() < _ENOUGH_LINES:
            logger.warning("too few lines of danger to learn from: only the lexicon looks")
            return
        scores = held_out_scores(whole, targets, lambda *part: learn_part(*part).scores)[:, 0]
        lookalike = np.array([looks_dangerous(example) for example in examples])
        ordinary = ~danger & ~lookalike
        self._threshold = max(
            _quantile(scores[ordinary], 1 - _FALSE_ALARMS),
            _quantile(scores[lookalike], 1 - _FALSE_ALARMS_LOOKALIKES),
        )
        logger.info(
            "danger: the classifier alone finds %.3f of %d held-out lines",
            (scores[danger] > self._threshold).mean(), danger.sum(),
        )  # fmt: skip

    def judge(self, message: Message, rows: FeatureRows) -> None:
        message.set("crisis", self._kind(message, rows), add_to_output=True)

    def _kind(self, message: Message, rows: FeatureRows) -> str | None:
        seen = find_danger(str(message.get(WHOLE_TEXT) or ""))
        if seen is not None:
            return seen.kind
        scores = self._model.scores(rows.only_whole())[0]
        if scores[0] <= self._threshold:
            return None
        return CRISIS_KINDS[int(np.argmax(scores[1:]))]

    def write(self, folder: Path) -> None:
        self._model.save(folder / _FILE, threshold=np.array(self._threshold))

    def read(self, folder: Path) -> None:
        self._model = LinearModel.load(folder / _FILE)
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            self._threshold = float(stored["threshold"])


def _quantile(scores: np.ndarray, share: float) -> float:
    return float(np.quantile(scores, share)) if len(scores) else -np.inf
