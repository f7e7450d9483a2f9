"""How a message is spelled, as numbers: pieces of words and pairs of words.

Inflection, slang and slips of the finger change the end or the middle of a word
and leave most of its pieces whole. Letters are taken with and without their
marks, since many write without ä and ö. Hashed, so that there is no vocabulary
to keep: the hash is CRC-32, the same in every process.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from zlib import crc32

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.rasa_components.clauses import split_clauses
from bot.rasa_components.stateless import StatelessComponent
from bot.safety.clean_up import fold

BUCKETS = 1 << 16
_WORD = re.compile(r"\w+|[?!]")
_SHORTEST, _LONGEST = 2, 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class NgramFeatures(StatelessComponent):
    """Adds sparse features, shaped like those of the sentence vectors."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            _add(message, split_clauses(str(message.get(TEXT) or "")))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        # As in the sentence vectors.
        return training_data


def ngram_rows(texts: list[str]) -> csr_matrix:
    """One row of unit length for each text."""
    indices: list[int] = []
    values: list[float] = []
    ends = [0]
    for text in texts:
        counts: dict[int, int] = {}
        for piece in pieces(text):
            bucket = crc32(piece.encode()) & (BUCKETS - 1)
            counts[bucket] = counts.get(bucket, 0) + 1
        weights = [1.0 + math.log(count) for count in counts.values()]
        length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
        indices.extend(counts)
        values.extend(weight / length for weight in weights)
        ends.append(len(indices))
    return csr_matrix(
        (np.array(values, dtype=np.float32), np.array(indices, dtype=np.int32), ends),
        shape=(len(texts), BUCKETS),
    )


def pieces(text: str) -> list[str]:
    """Word pairs, words, and the pieces of every word without marks on letters."""
    words = _WORD.findall(text.lower())
    found: list[str] = [f"w:{word}" for word in words]
    found += [f"p:{first} {second}" for first, second in pairwise(words)]
    for word in words:
        framed = f"<{fold(word)}>"
        for size in range(_SHORTEST, min(_LONGEST, len(framed)) + 1):
            found += [framed[i : i + size] for i in range(len(framed) - size + 1)]
    return found


def _add(message: Message, clauses: list[str]) -> None:
    rows = ngram_rows([str(message.get(TEXT) or ""), *clauses])
    origin = NgramFeatures.__name__
    message.add_features(Features(rows[:1], FEATURE_TYPE_SENTENCE, TEXT, origin))
    if rows.shape[0] > 1:
        message.add_features(Features(rows[1:], FEATURE_TYPE_SEQUENCE, TEXT, origin))
