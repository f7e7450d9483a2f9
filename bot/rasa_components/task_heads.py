"""What every head makes of a message; the steps after it decide with that."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.rasa_components.catch_up import caught_up
from bot.rasa_components.heads import Heads, heads_path
from bot.rasa_components.message_features import FeatureRows, feature_rows, rows_of_messages
from bot.rasa_components.thresholds import Thresholds, choose_thresholds, combined, set_aside

logger = logging.getLogger(__name__)

_JUDGED = "judged"
_HEADS, _THRESHOLDS = "heads.npz", "thresholds.npz"


@dataclass(frozen=True)
class Judged:
    """The scores of one message, each task's worked out when it is asked for."""

    heads: Heads
    thresholds: Thresholds
    rows: FeatureRows

    @cached_property
    def _seen(self) -> np.ndarray:
        return self.heads.seen(self.rows)

    def labels(self, task: str) -> tuple[str, ...]:
        """In the order of the scores."""
        return self.heads.of_task[task].labels

    def whole(self, task: str) -> np.ndarray:
        """Scores of the whole message, in log odds."""
        result: np.ndarray = self.heads.scores(task, self._seen[:1])[0]
        return result

    def margins(self, task: str) -> Mapping[str, float]:
        """How far each label is over its threshold; clauses were looked at too."""
        scores = combined(self.heads.scores(task, self._seen), self.rows.starts)[0]
        over = scores - self.thresholds.of_task[task]
        return dict(zip(self.labels(task), over.tolist(), strict=True))


def judged(message: Message) -> Judged:
    """What the heads made of the message."""
    found = message.get(_JUDGED)
    if not isinstance(found, Judged):
        raise TypeError("no scores: TaskHeads must come before in config.yml")
    return found


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class TaskHeads(GraphComponent):
    """Starts from the heads that `make teach` wrote, learns lines written since, and chooses
    on lines set aside where a score becomes a yes."""

    def __init__(
        self,
        storage: ModelStorage,
        resource: Resource,
        heads: Heads | None = None,
        thresholds: Thresholds | None = None,
    ) -> None:
        self._storage, self._resource = storage, resource
        self._heads, self._thresholds = heads, thresholds

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        with model_storage.read_from(resource) as folder:
            heads = Heads.load(Path(folder) / _HEADS)
            thresholds = Thresholds.load(Path(folder) / _THRESHOLDS)
        return cls(model_storage, resource, heads, thresholds)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [e for e in training_data.training_examples if e.get(TEXT) and e.get(INTENT)]
        heads = caught_up(Heads.load(heads_path()), examples)
        _, aside = set_aside([str(example.get(TEXT)) for example in examples])
        unseen = [examples[n] for n in aside]
        thresholds = choose_thresholds(heads, unseen, rows_of_messages(unseen))
        with self._storage.write_to(self._resource) as folder:
            heads.save(Path(folder) / _HEADS)
            thresholds.save(Path(folder) / _THRESHOLDS)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        if self._heads is None or self._thresholds is None:
            raise RuntimeError("not loaded")
        for message in messages:
            rows = feature_rows([message])
            message.set(_JUDGED, Judged(self._heads, self._thresholds, rows))
        return messages
