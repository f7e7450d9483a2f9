"""A small network over the same features as the linear model, for what lines can't part.

One hidden layer between the features and the labels: "flat" means a home beside "lost" and
none beside "tyre". Trained with TensorFlow (network_training.py), used with numpy alone.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import erf

from bot.rasa_components.message_features import FeatureRows


@dataclass(frozen=True)
class Network:
    """Scores of labels for rows of features."""

    mean: np.ndarray
    scale: np.ndarray
    pieces: np.ndarray
    """A short vector for each bucket of the n-grams; a row's are added up."""
    hidden: np.ndarray
    hidden_bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray

    def scores(self, rows: FeatureRows) -> np.ndarray:
        """One row of scores (log odds) for each feature row."""
        dense = (rows.dense - self.mean) * self.scale
        inner = np.concatenate([dense, self._added(rows.sparse)], axis=1) @ self.hidden
        inner += self.hidden_bias
        result: np.ndarray = gelu(inner) @ self.out + self.out_bias
        return result.astype(np.float32)

    def _added(self, sparse: csr_matrix) -> np.ndarray:
        """The sum of a row's pieces. Only those that occur are made ready for it: a message
        has a few hundred of 65,536."""
        used, places = np.unique(sparse.indices, return_inverse=True)
        narrow = csr_matrix((sparse.data, places, sparse.indptr), (sparse.shape[0], len(used)))
        result: np.ndarray = narrow @ self.pieces[used].astype(np.float32)
        return result

    def save(self, path: Path, **extra: np.ndarray) -> None:
        np.savez(path, **{field.name: getattr(self, field.name) for field in fields(self)}, **extra)

    @classmethod
    def load(cls, path: Path) -> Network:
        with np.load(path, allow_pickle=False) as stored:
            return cls(**{field.name: stored[field.name] for field in fields(cls)})


def gelu(values: np.ndarray) -> np.ndarray:
    """Lets positive values through and dampens the others, without an edge."""
    result: np.ndarray = 0.5 * values * (1.0 + erf(values / np.sqrt(2.0)))
    return result
