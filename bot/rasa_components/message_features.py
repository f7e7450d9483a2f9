"""The features of messages as matrices: what every classifier here starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, vstack


@dataclass(frozen=True)
class FeatureRows:
    """Rows of several messages, one after another. A message has one row for its
    whole text and, if it has several clauses, one for each of them."""

    dense: np.ndarray
    sparse: csr_matrix
    starts: np.ndarray
    """Where each message's rows begin."""

    def only_whole(self) -> FeatureRows:
        """The messages without their clauses."""
        if len(self.starts) == len(self.dense):
            return self
        return FeatureRows(
            self.dense[self.starts], self.sparse[self.starts], np.arange(len(self.starts))
        )

    def select(self, messages: np.ndarray) -> FeatureRows:
        """The rows of some of the messages, given by number."""
        ends = np.append(self.starts[1:], len(self.dense))
        rows = np.concatenate([np.arange(self.starts[m], ends[m]) for m in messages])
        lengths = [ends[m] - self.starts[m] for m in messages]
        return FeatureRows(
            self.dense[rows], self.sparse[rows], np.concatenate([[0], np.cumsum(lengths)[:-1]])
        )


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
