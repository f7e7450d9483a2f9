"""Trains the small network: the same lines in the same order give the same network.

Beside every batch of lines stands one of pairs of lines, told in one breath: the mean of
their vectors and the sum of their n-grams is close to what the two written together would
give. That is how it learns that one message can name several needs, deny one and name
another, or hide a danger in an ordinary story.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack

from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.network import Network

SEED = 7
_BATCH = 128
_DENSE_SCALE = 0.3
_HALF = np.float32(np.sqrt(0.5))


@dataclass(frozen=True)
class Shape:
    """How large, and how long it learns."""

    pieces: int = 128
    hidden: int = 512
    epochs: int = 12
    drop: float = 0.5


def train_network(
    rows: FeatureRows, targets: np.ndarray, groups: Sequence[str | None], shape: Shape = Shape()
) -> Network:
    """Learn the targets (0 or 1, a column for each label) of whole messages; lines of the
    same group (a language) are paired."""
    import tensorflow as tf

    tf.keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    mean = rows.dense.mean(axis=0)
    scale = (_DENSE_SCALE / np.maximum(rows.dense.std(axis=0), 1e-6)).astype(np.float32)
    parts = _Parts(tf, rows, targets.shape[1], shape)
    batches = _Batches(rows, targets.astype(np.float32), groups, mean, scale)
    steps = max(len(targets) * shape.epochs // _BATCH, 1)
    for number, (dense, sparse, wanted) in enumerate(batches.take(steps)):
        parts.rate.assign(_rate(number, steps))
        parts.step(tf.constant(dense), *as_sparse(tf, sparse), tf.constant(wanted))
    pieces, hidden, hidden_bias, out, out_bias = (v.numpy() for v in parts.variables)
    return Network(
        mean.astype(np.float32), scale, pieces.astype(np.float16),
        hidden, hidden_bias, out, out_bias,
    )  # fmt: skip


def _rate(number: int, steps: int) -> float:
    """Up in the first steps, then down along half a wave."""
    warm = min(1.0, (number + 1) / 200)
    return float(1e-3 * warm * (0.5 * (1 + np.cos(np.pi * number / steps)) + 0.02))


class _Batches:
    """Lines in a new order each time, and as many pairs."""

    def __init__(
        self,
        rows: FeatureRows,
        targets: np.ndarray,
        groups: Sequence[str | None],
        mean: np.ndarray,
        scale: np.ndarray,
    ) -> None:
        self._rows, self._targets, self._mean, self._scale = rows, targets, mean, scale
        self._random = np.random.default_rng(SEED)
        names = np.array([str(group) for group in groups])
        self._of_group = {name: np.flatnonzero(names == name) for name in np.unique(names)}
        self._names = names

    def take(self, steps: int) -> Any:
        """So many batches: dense rows, n-gram rows, targets."""
        count = len(self._targets)
        order = np.concatenate(
            [self._random.permutation(count) for _ in range(steps * _BATCH // count + 1)]
        )
        for number in range(steps):
            lines = order[number * _BATCH : (number + 1) * _BATCH]
            first = self._random.choice(count, _BATCH)
            second = np.array(
                [self._random.choice(self._of_group[self._names[line]]) for line in first]
            )
            dense = np.concatenate([self._rows.dense[lines], self._together(first, second)])
            sparse = vstack(
                [self._rows.sparse[lines], (self._rows.sparse[first] + self._rows.sparse[second]) * _HALF],
                format="csr",
            )  # fmt: skip
            wanted = np.concatenate(
                [self._targets[lines], np.maximum(self._targets[first], self._targets[second])]
            )
            yield ((dense - self._mean) * self._scale).astype(np.float32), sparse, wanted

    def _together(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        mixed = self._rows.dense[first] + self._rows.dense[second]
        length = np.linalg.norm(mixed, axis=1, keepdims=True)
        result: np.ndarray = mixed / np.maximum(length, 1e-6)
        # As long as the vectors that come out of the encoder.
        return result * np.linalg.norm(self._rows.dense[first], axis=1, keepdims=True)


class _Parts:
    """The weights, and one step of learning."""

    def __init__(self, tf: Any, rows: FeatureRows, labels: int, shape: Shape) -> None:
        width = rows.dense.shape[1] + shape.pieces
        glorot = tf.keras.initializers.GlorotUniform(seed=SEED)
        small = tf.keras.initializers.RandomNormal(stddev=0.05, seed=SEED)
        self.variables = [
            tf.Variable(small([rows.sparse.shape[1], shape.pieces])),
            tf.Variable(glorot([width, shape.hidden])),
            tf.Variable(tf.zeros([shape.hidden])),
            tf.Variable(glorot([shape.hidden, labels])),
            tf.Variable(tf.zeros([labels])),
        ]
        self.rate = tf.Variable(0.0)
        optimizer = tf.keras.optimizers.legacy.Adam(self.rate)
        pieces, hidden, hidden_bias, out, out_bias = self.variables

        @tf.function(reduce_retracing=True)
        def step(dense: Any, places: Any, values: Any, size: Any, wanted: Any) -> None:
            with tf.GradientTape() as tape:
                sparse = tf.SparseTensor(places, values, size)
                added = tf.sparse.sparse_dense_matmul(sparse, pieces)
                seen = [tf.nn.dropout(dense, 0.1), tf.nn.dropout(added, shape.drop)]
                inner = tf.nn.gelu(tf.concat(seen, 1) @ hidden + hidden_bias)
                scores = tf.nn.dropout(inner, shape.drop) @ out + out_bias
                losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=wanted, logits=scores)
                loss = tf.reduce_mean(tf.reduce_sum(losses, 1))
            slopes = tape.gradient(loss, self.variables)
            optimizer.apply_gradients(zip(slopes, self.variables))  # noqa: B905 - TensorFlow's own zip

        self.step = step


def as_sparse(tf: Any, rows: csr_matrix) -> tuple[Any, Any, Any]:
    """Places, values and size, as TensorFlow wants them."""
    table = rows.tocoo()
    order = np.lexsort((table.col, table.row))
    places = np.stack([table.row[order], table.col[order]], axis=1).astype(np.int64)
    values = table.data[order].astype(np.float32)
    return tf.constant(places), tf.constant(values), tf.constant(np.array(table.shape, np.int64))
