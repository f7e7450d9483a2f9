"""Danger to life or health: two looks that know nothing of each other.

The lexicon reads the whole message, the network what was read of it; either
is enough. The web tier looks into the lexicon too, before Rasa is asked, so that
nothing here has to work for a life to be heard; where it says that it has looked and
found none, the same lexicon is not asked again.
"""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.clean_text import WHOLE_TEXT
from bot.rasa_components.labels import CRISIS_KINDS, crisis_of, language_of, looks_dangerous
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.network import Network
from bot.rasa_components.network_training import Shape, train_network
from bot.rasa_components.thresholds import set_aside
from bot.rasa_components.trained_component import TrainedComponent
from bot.safety.danger import find_danger

logger = logging.getLogger(__name__)

_FILE = "danger.npz"
_SHAPE = Shape(pieces=96, hidden=256, epochs=8, drop=0.4)
_LABELS = ("danger", *CRISIS_KINDS)
_FALSE_ALARMS = 0.006
"""How many of the ordinary lines set aside the network may take for danger."""
_FALSE_ALARMS_LOOKALIKES = 0.08
"""How many of those that were written to look like danger and are none."""
_ENOUGH_LINES = 50
_NEVER = 100.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class DangerCheck(TrainedComponent):
    """Sets `crisis` to a kind, or to None."""

    _model: Network
    _threshold: float

    def learn(self, examples: list[Message], rows: FeatureRows) -> None:
        kinds = [crisis_of(example) for example in examples]
        targets = np.array([[k is not None, *(k == kind for kind in CRISIS_KINDS)] for k in kinds])
        groups = [language_of(example) for example in examples]
        whole = rows.only_whole()
        learned, aside = set_aside([str(example.get(TEXT)) for example in examples])
        self._model = train_network(
            whole.select(learned), targets[learned], [groups[i] for i in learned], _SHAPE
        )
        self._threshold = _NEVER
        danger = targets[aside, 0]
        if danger.sum() < _ENOUGH_LINES:
            logger.warning("too few lines of danger to learn from: only the lexicon looks")
            return
        scores = self._model.scores(whole.select(aside))[:, 0]
        lookalike = np.array([looks_dangerous(examples[i]) for i in aside])
        ordinary = ~danger & ~lookalike
        self._threshold = max(
            _quantile(scores[ordinary], 1 - _FALSE_ALARMS),
            _quantile(scores[lookalike], 1 - _FALSE_ALARMS_LOOKALIKES),
        )
        logger.info(
            "danger: the network alone finds %.3f of %d lines set aside",
            (scores[danger] > self._threshold).mean(), danger.sum(),
        )  # fmt: skip

    def judge(self, message: Message, rows: FeatureRows) -> None:
        message.set("crisis", self._kind(message, rows), add_to_output=True)

    def _kind(self, message: Message, rows: FeatureRows) -> str | None:
        if not (message.get("metadata") or {}).get("looked"):
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
        self._model = Network.load(folder / _FILE)
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            self._threshold = float(stored["threshold"])


def _quantile(scores: np.ndarray, share: float) -> float:
    return float(np.quantile(scores, share)) if len(scores) else -np.inf
