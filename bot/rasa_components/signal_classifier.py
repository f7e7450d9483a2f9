"""Signs of urgency that a message tells: no bed, no money, a threat and the like."""

from __future__ import annotations

from pathlib import Path

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.labels import SIGNALS, signals_of
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.multi_label import MultiLabelModel
from bot.rasa_components.trained_component import TrainedComponent

_FILE = "signals.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SignalClassifier(TrainedComponent):
    """Sets `signals`; casework decides with the release date what is urgent."""

    _model: MultiLabelModel

    def learn(self, examples: list[Message], rows: FeatureRows) -> None:
        said = [signals_of(example) for example in examples]
        texts = [str(example.get(TEXT)) for example in examples]
        self._model = MultiLabelModel.learn("signals", said, SIGNALS, texts, rows)

    def judge(self, message: Message, rows: FeatureRows) -> None:
        margins = self._model.margins(rows)
        found = [signal for signal, margin in zip(SIGNALS, margins, strict=True) if margin > 0]
        message.set("signals", found, add_to_output=True)

    def write(self, folder: Path) -> None:
        self._model.save(folder / _FILE)

    def read(self, folder: Path) -> None:
        self._model = MultiLabelModel.load(folder / _FILE)
