"""The encoder's last layers and the heads above them, in TensorFlow, while they learn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from bot.rasa_components.encoder.weights import Weights, as_bytes, unpacked, widely_packed
from bot.rasa_components.heads import LENGTH, Head, Heads, packed_pieces
from bot.rasa_components.tasks import Task
from scripts.teach.lines import Lines

SEED = 7
_MATRICES = {"q.w": 0, "k.w": 0, "v.w": 0, "ao.w": 0, "fi.w": 0, "fo.w": 1}
"""1 where the columns are those of the wide inner layer."""
_NUMBERS = ("q.b", "k.b", "v.b", "ao.b", "fi.b", "fo.b", "aln.w", "aln.b", "oln.w", "oln.b")
_PIECES, _HIDDEN = 128, 384
_DROP, _DROP_HEAD, _DROP_PIECES = 0.1, 0.4, 0.5


class Layers:
    """Variables of the layers that learn, and what they make of a line."""

    def __init__(self, weights: Weights, count: int) -> None:
        self.first = weights.layers - count
        self._heads, self._epsilon = weights.heads, weights.epsilon
        self._layers = [self._read(weights, n) for n in range(self.first, weights.layers)]

    @property
    def variables(self) -> list[list[tf.Variable]]:
        """Those of each layer, the lowest first."""
        return [list(layer.values()) for layer in self._layers]

    def packed(self) -> dict[str, np.ndarray]:
        """All tensors under the names that the encoder knows them by."""
        found: dict[str, np.ndarray] = {}
        for number, layer in enumerate(self._layers, self.first):
            for name, variable in layer.items():
                values = variable.numpy()
                blocks = as_bytes(widely_packed(values.T)) if name in _MATRICES else values
                found[f"l{number}.{name}"] = blocks
        return found

    def vectors(self, states: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
        """One vector for each line while learning, all of one length."""
        rows = tf.cast(states, tf.float32)
        for layer in self._layers:
            rows = self._through(layer, rows, mask)
        mean = tf.reduce_sum(rows * mask[:, :, None], 1) / tf.reduce_sum(mask, 1, keepdims=True)
        return mean * tf.math.rsqrt(tf.reduce_sum(mean * mean, 1, keepdims=True)) * LENGTH

    @staticmethod
    def _read(weights: Weights, number: int) -> dict[str, tf.Variable]:
        sizes = (weights.width, weights.inner)
        layer = {
            name: unpacked(weights.blocks(f"l{number}.{name}", sizes[wide])).T
            for name, wide in _MATRICES.items()
        } | {name: weights.numbers(f"l{number}.{name}") for name in _NUMBERS}
        return {name: tf.Variable(values.astype(np.float32)) for name, values in layer.items()}

    def _through(
        self, layer: dict[str, tf.Variable], rows: tf.Tensor, mask: tf.Tensor
    ) -> tf.Tensor:
        told = tf.nn.dropout(self._attended(layer, rows, mask), _DROP)
        settled = self._settled(rows + told, layer["aln.w"], layer["aln.b"])
        inner = tf.nn.gelu(settled @ layer["fi.w"] + layer["fi.b"])
        narrow = tf.nn.dropout(inner @ layer["fo.w"] + layer["fo.b"], _DROP)
        return self._settled(settled + narrow, layer["oln.w"], layer["oln.b"])

    def _attended(
        self, layer: dict[str, tf.Variable], rows: tf.Tensor, mask: tf.Tensor
    ) -> tf.Tensor:
        lines, length, width = tf.shape(rows)[0], tf.shape(rows)[1], rows.shape[2]
        each = width // self._heads

        def part(name: str) -> tf.Tensor:
            flat = rows @ layer[f"{name}.w"] + layer[f"{name}.b"]
            return tf.transpose(tf.reshape(flat, [lines, length, self._heads, each]), [0, 2, 1, 3])

        scores = tf.matmul(part("q"), part("k"), transpose_b=True) / np.float32(np.sqrt(each))
        scores += (1 - mask)[:, None, None, :] * -1e9
        seen = tf.nn.dropout(tf.nn.softmax(scores), _DROP) @ part("v")
        joined = tf.reshape(tf.transpose(seen, [0, 2, 1, 3]), [lines, length, width])
        return joined @ layer["ao.w"] + layer["ao.b"]

    def _settled(self, rows: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor) -> tf.Tensor:
        rows -= tf.reduce_mean(rows, -1, keepdims=True)
        spread = tf.reduce_mean(rows * rows, -1, keepdims=True)
        return rows * tf.math.rsqrt(spread + self._epsilon) * scale + shift


class LearningHeads:
    """What judges each task. It sees the n-grams beside the vector while the layers learn:
    the vectors need not learn what those tell."""

    def __init__(
        self, width: int, buckets: int, tasks: Sequence[Task], known: Heads | None = None
    ) -> None:
        """New ones, or those that are known, to learn more."""
        even = tf.keras.initializers.GlorotUniform(seed=SEED)
        small = tf.keras.initializers.RandomNormal(stddev=0.05, seed=SEED)
        self._pieces = tf.Variable(small([buckets, _PIECES]))
        self._tasks = tasks
        self._parts = [
            (
                tf.Variable(even([width + _PIECES, _HIDDEN])),
                tf.Variable(tf.zeros([_HIDDEN])),
                tf.Variable(even([_HIDDEN, task.targets.shape[1]])),
                tf.Variable(tf.zeros([task.targets.shape[1]])),
            )
            for task in tasks
        ]
        if known is not None:
            self._go_on(known)

    def _go_on(self, known: Heads) -> None:
        self._pieces.assign(unpacked(known.pieces))
        for task, (hidden, hidden_bias, out, out_bias) in zip(
            self._tasks, self._parts, strict=True
        ):
            head = known.of_task[task.name]
            if head.labels != task.labels:
                raise ValueError(f"{task.name}: other labels than those that are known")
            hidden.assign(head.hidden)
            hidden_bias.assign(head.hidden_bias)
            out.assign(head.out)
            out_bias.assign(head.out_bias)

    @property
    def variables(self) -> list[tf.Variable]:
        return [self._pieces, *(variable for part in self._parts for variable in part)]

    def learned(self, lines: Lines) -> Heads:
        """As they are used later."""
        return Heads(
            packed_pieces(self._pieces.numpy(), np.unique(lines.ngrams[lines.learned].indices)),
            {
                task.name: Head(task.labels, *(part.numpy() for part in parts))
                for task, parts in zip(self._tasks, self._parts, strict=True)
            },
            np.unique(lines.marks[lines.learned]),
        )

    def loss(
        self, vectors: tf.Tensor, ngrams: tf.SparseTensor, targets: Any, weights: Any
    ) -> tf.Tensor:
        """How far the judgements are from the targets, all tasks together."""
        added = tf.sparse.sparse_dense_matmul(ngrams, self._pieces)
        total = tf.constant(0.0)
        for number, task in enumerate(self._tasks):
            hidden, hidden_bias, out, out_bias = self._parts[number]
            seen = [tf.nn.dropout(vectors, _DROP), tf.nn.dropout(added, _DROP_PIECES)]
            inner = tf.nn.gelu(tf.concat(seen, 1) @ hidden + hidden_bias)
            scores = tf.nn.dropout(inner, _DROP_HEAD) @ out + out_bias
            total += tf.reduce_mean(_distance(task, targets[number], scores) * weights[number])
        return total


def _distance(task: Task, targets: tf.Tensor, scores: tf.Tensor) -> tf.Tensor:
    if task.one_of:
        return tf.nn.softmax_cross_entropy_with_logits(labels=targets, logits=scores)
    return tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=scores), 1)
