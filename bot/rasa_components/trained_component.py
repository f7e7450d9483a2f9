"""What the classifiers share: learning from lines, keeping weights, judging a message."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.rasa_components.message_features import FeatureRows, feature_rows

logger = logging.getLogger(__name__)

_ROWS = "feature_rows"

C = TypeVar("C", bound="TrainedComponent")


class TrainedComponent(GraphComponent):
    """A step that learns from the training lines. Subclasses say what."""

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls: type[C],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> C:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls: type[C],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> C:
        component = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.read(Path(folder))
        return component

    def train(self, training_data: TrainingData) -> Resource:
        examples = [e for e in training_data.training_examples if e.get(TEXT) and e.get(INTENT)]
        self.learn(examples, feature_rows(examples))
        with self._model_storage.write_to(self._resource) as folder:
            self.write(Path(folder))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self.judge(message, _rows_of(message))
        return messages

    def learn(self, examples: list[Message], rows: FeatureRows) -> None:
        raise NotImplementedError

    def judge(self, message: Message, rows: FeatureRows) -> None:
        """Set what was found on the message."""
        raise NotImplementedError

    def write(self, folder: Path) -> None:
        raise NotImplementedError

    def read(self, folder: Path) -> None:
        raise NotImplementedError


def _rows_of(message: Message) -> FeatureRows:
    """The rows of a live message: put together once, by the first classifier that asks."""
    rows: FeatureRows | None = message.get(_ROWS)
    if rows is None:
        rows = feature_rows([message])
        message.set(_ROWS, rows)
    return rows
