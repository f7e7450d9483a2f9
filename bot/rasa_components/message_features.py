"""The features of messages as matrices: what every classifier here starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, vstack

from bot.rasa_components.clauses import split_clauses
from bot.rasa_components.ngram_features import ngram_rows
from bot.rasa_components.sentence_vectors import encode_many


@dataclass(frozen=True)
class FeatureRows:
    """Rows of several messages, one after another. A message has one row for its
    whole text and, if it has several clauses, one for each of them."""

    dense: np.ndarray
    sparse: csr_matrix
    starts: np.ndarray
    """Where each message's rows begin."""


def rows_of_texts(texts: Sequence[str]) -> FeatureRows:
    """Rows of many lines, each as a whole, worked out on all cores."""
    dense = encode_many([text.lower() for text in texts])
    return FeatureRows(dense, ngram_rows(list(texts)), np.arange(len(texts)))


def rows_of_messages(messages: Sequence[Message]) -> FeatureRows:
    """Rows of many messages with their clauses, as live ones have them."""
    texts: list[str] = []
    starts: list[int] = []
    for message in messages:
        text = str(message.get(TEXT))
        starts.append(len(texts))
        texts += [text, *split_clauses(text)]
    rows = rows_of_texts(texts)
    return FeatureRows(rows.dense, rows.sparse, np.array(starts))


def feature_rows(messages: Sequence[Message]) -> FeatureRows:
    """Collect what the featurizers before left on the messages."""
    dense: list[np.ndarray] = []
    sparse: list[csr_matrix] = []
    starts: list[int] = []
    row = 0
    for message in messages:
        starts.append(row)
        before = row
        for features in sorted(message.features, key=lambda f: f.type != FEATURE_TYPE_SENTENCE):
            if features.is_sparse():
                sparse.append(features.features)
            else:
                dense.append(features.features)
                row += len(features.features)
        if row == before:
            raise ValueError("a message without features: is a featurizer missing?")
    return FeatureRows(
        np.concatenate(dense).astype(np.float32),
        vstack(sparse, format="csr") if len(sparse) > 1 else sparse[0],
        np.array(starts),
    )
