"""Logistic regression over dense and sparse features side by side.

Small enough to read, quick enough to train in a minute, and the same numbers
come out of the same lines: no random start, no sampling. Weights are stored as
plain arrays, so a model file holds nothing that could run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit, logsumexp

from bot.rasa_components.message_features import FeatureRows

Loss = Literal["one_of", "any_of"]
"""One label fits (softmax), or each label by itself fits or not (sigmoid)."""

_STEPS = 70
_LINES_TO_COUNT = 2
"""A piece of a word seen in a single line teaches that line and nothing else."""
_DENSE_SCALE = 0.1
"""Brings the standardised vectors to the size of the n-gram rows."""


@dataclass(frozen=True)
class Penalty:
    """How much is asked of a weight before it may grow; larger is more careful."""

    dense: float = 0.3
    sparse: float = 0.1


@dataclass(frozen=True)
class LinearModel:
    """Scores of labels for rows of features."""

    labels: tuple[str, ...]
    mean: np.ndarray
    scale: np.ndarray
    dense: np.ndarray
    sparse: np.ndarray
    bias: np.ndarray

    def scores(self, rows: FeatureRows) -> np.ndarray:
        """One row of scores (log odds) for each feature row."""
        result: np.ndarray = (rows.dense - self.mean) * self.scale @ self.dense
        result += rows.sparse @ self.sparse
        result += self.bias
        return result

    def save(self, path: Path, **extra: np.ndarray) -> None:
        used = np.flatnonzero(self.sparse.any(axis=1))
        np.savez(
            path,
            labels=np.array(self.labels),
            mean=self.mean,
            scale=self.scale,
            dense=self.dense,
            buckets=np.array(self.sparse.shape[0]),
            used=used,
            sparse=self.sparse[used],
            bias=self.bias,
            **extra,
        )

    @classmethod
    def load(cls, path: Path) -> LinearModel:
        with np.load(path, allow_pickle=False) as stored:
            sparse = np.zeros((int(stored["buckets"]), len(stored["labels"])), dtype=np.float32)
            sparse[stored["used"]] = stored["sparse"]
            return cls(
                labels=tuple(str(label) for label in stored["labels"]),
                mean=stored["mean"],
                scale=stored["scale"],
                dense=stored["dense"],
                sparse=sparse,
                bias=stored["bias"],
            )


def fit(
    rows: FeatureRows,
    targets: np.ndarray,
    labels: Sequence[str],
    loss: Loss,
    penalty: Penalty = Penalty(),
    weights: np.ndarray | None = None,
) -> LinearModel:
    """Fit to targets of 0 and 1, one row for each feature row, one column a label."""
    mean = rows.dense.mean(axis=0)
    scale = (_DENSE_SCALE / np.maximum(rows.dense.std(axis=0), 1e-6)).astype(np.float32)
    dense = ((rows.dense - mean) * scale).astype(np.float64)
    seen = np.bincount(rows.sparse.indices, minlength=rows.sparse.shape[1])
    used = np.flatnonzero(seen >= _LINES_TO_COUNT)
    problem = _Problem(
        dense, rows.sparse[:, used].astype(np.float64), targets, loss, penalty, weights
    )
    dense_weights, used_weights, bias = problem.solve()
    sparse_weights = np.zeros((rows.sparse.shape[1], len(labels)), dtype=np.float32)
    sparse_weights[used] = used_weights
    return LinearModel(
        tuple(labels),
        mean.astype(np.float32),
        scale,
        dense_weights.astype(np.float32),
        sparse_weights,
        bias.astype(np.float32),
    )


class _Problem:
    """The sum that is made small, and its slope."""

    def __init__(
        self,
        dense: np.ndarray,
        sparse: csr_matrix,
        targets: np.ndarray,
        loss: Loss,
        penalty: Penalty,
        weights: np.ndarray | None,
    ) -> None:
        self._dense = dense
        self._sparse = sparse
        self._sparse_turned = sparse.T.tocsr()
        self._targets = targets.astype(np.float64)
        self._loss = loss
        self._penalty = penalty
        self._weights = None if weights is None else weights[:, None]

    def solve(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        columns = self._targets.shape[1]
        size = (self._dense.shape[1] + self._sparse.shape[1] + 1) * columns
        found = minimize(
            self._value_and_slope,
            np.zeros(size),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": _STEPS},
        )
        return self._parts(found.x)

    def _parts(self, flat: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        columns = self._targets.shape[1]
        table = flat.reshape(-1, columns)
        edge = self._dense.shape[1]
        return table[:edge], table[edge:-1], table[-1]

    def _value_and_slope(self, flat: np.ndarray) -> tuple[float, np.ndarray]:
        dense, sparse, bias = self._parts(flat)
        scores = self._dense @ dense + self._sparse @ sparse + bias
        if self._loss == "one_of":
            total = logsumexp(scores, axis=1, keepdims=True)
            losses = total - (scores * self._targets).sum(axis=1, keepdims=True)
            error = np.exp(scores - total) - self._targets
        else:
            losses = np.logaddexp(0, scores) - self._targets * scores
            error = expit(scores) - self._targets
        if self._weights is not None:
            losses = losses * self._weights
            error = error * self._weights
        value = losses.sum()
        value += 0.5 * self._penalty.dense * (dense**2).sum()
        value += 0.5 * self._penalty.sparse * (sparse**2).sum()
        slope = np.concatenate(
            [
                self._dense.T @ error + self._penalty.dense * dense,
                self._sparse_turned @ error + self._penalty.sparse * sparse,
                error.sum(axis=0, keepdims=True),
            ]
        )
        return float(value), slope.ravel()
