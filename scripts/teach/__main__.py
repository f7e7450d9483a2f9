"""Learns, and writes layers.npz and heads.npz beside the code that reads them.

Takes an hour on two cores, so it is no part of a training: run it when data/nlu has
changed much, then `make train` and `make evaluate`, and commit both files if they are better.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import tensorflow as tf
from scipy.sparse import csr_matrix

from bot.rasa_components.encoder.weights import Weights, layers_path, weights_path
from bot.rasa_components.heads import Heads, heads_path
from scripts.teach.batches import Batch, Batches
from scripts.teach.lines import Lines, read_lines
from scripts.teach.network import SEED, Layers, LearningHeads
from scripts.teach.states import LowerLayers

ROOT = Path(__file__).resolve().parents[2]
LEARNING_LAYERS = 6
ROUNDS = 3
_SAYS_EACH = 100
_HEAD_RATE, _LAYER_RATE, _LOWER = 1e-3, 3e-4, 0.85
"""The lower a layer, the less it learns: each at so much of the rate above it."""
_SMALLER = 0.4
"""The rate of going on, beside that of learning from nothing."""
_LONGEST_STEP = 1.0
_WARM = 0.03


def main() -> int:
    """0 when both files are written."""
    parser = argparse.ArgumentParser(prog="python -m scripts.teach", description=__doc__)
    parser.add_argument("--layers", type=Path, default=layers_path())
    parser.add_argument("--heads", type=Path, default=heads_path())
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--learning", type=int, default=LEARNING_LAYERS, metavar="LAYERS")
    parser.add_argument("--go-on", action="store_true", help="from the files, at a smaller rate")
    given = parser.parse_args()
    lines = read_lines(ROOT)
    print(f"{len(lines.learned)} lines of {len(lines.texts)} to learn from", flush=True)
    teach(lines, given.rounds, given.layers, given.heads, given.learning, go_on=given.go_on)
    return 0


def teach(
    lines: Lines,
    rounds: int,
    layers_file: Path,
    heads_file: Path,
    learning: int,
    *,
    go_on: bool = False,
) -> None:
    """The same lines give the same files, on the same kind of processor."""
    tf.keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    weights = Weights(weights_path(), layers_file if go_on else None)
    known = Heads.load(heads_file) if go_on else None
    below = LowerLayers(weights, weights.layers - learning)
    batches = Batches(lines, below.states(lines.texts), rounds, SEED + go_on)
    layers = Layers(weights, learning)
    heads = LearningHeads(weights.width, lines.ngrams.shape[1], lines.tasks, known)
    _learn(batches, layers, heads, _SMALLER if go_on else 1.0)
    with layers_file.open("wb") as file:
        np.savez_compressed(file, **layers.packed())
    heads.learned(lines).save(heads_file)


def _learn(batches: Batches, layers: Layers, heads: LearningHeads, pace: float) -> None:
    groups = [*layers.variables, heads.variables]
    shares = [_LAYER_RATE * _LOWER**depth for depth in reversed(range(len(groups) - 1))]
    shares.append(_HEAD_RATE)
    rates = [tf.Variable(0.0) for _ in groups]
    optimizers = [tf.keras.optimizers.legacy.Adam(rate) for rate in rates]
    variables = [variable for group in groups for variable in group]

    @tf.function(reduce_retracing=True)
    def step(
        states: tf.Tensor, mask: tf.Tensor, ngrams: Sequence, targets: Sequence, weights: Sequence
    ) -> tf.Tensor:
        with tf.GradientTape() as tape:
            sparse = tf.SparseTensor(*ngrams)
            loss = heads.loss(layers.vectors(states, mask), sparse, targets, weights)
        slopes, _ = tf.clip_by_global_norm(tape.gradient(loss, variables), _LONGEST_STEP)
        at = 0
        for number, group in enumerate(groups):
            mine = slopes[at : at + len(group)]
            optimizers[number].apply_gradients(zip(mine, group))  # noqa: B905 - TensorFlow's own zip
            at += len(group)
        return loss

    started, losses = time.monotonic(), []
    for number, batch in enumerate(batches):
        share = _share_of_rate(number, len(batches))
        for rate, most in zip(rates, shares, strict=True):
            rate.assign(most * share * pace)
        losses.append(float(step(*_tensors(batch))))
        if number % _SAYS_EACH == _SAYS_EACH - 1:
            loss, seconds = np.mean(losses[-_SAYS_EACH:]), time.monotonic() - started
            print(f"step {number + 1} of {len(batches)}: {loss:.3f}, {seconds:.0f} s", flush=True)


def _tensors(batch: Batch) -> tuple:
    return (
        tf.constant(batch.states),
        tf.constant(batch.mask.astype(np.float32)),
        _sparse(batch.ngrams),
        [tf.constant(targets) for targets in batch.targets],
        [tf.constant(weights) for weights in batch.weights],
    )


def _sparse(rows: csr_matrix) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Places, values and size, as TensorFlow wants them."""
    table = rows.tocoo()
    order = np.lexsort((table.col, table.row))
    places = np.stack([table.row[order], table.col[order]], axis=1).astype(np.int64)
    values = table.data[order].astype(np.float32)
    return tf.constant(places), tf.constant(values), tf.constant(np.array(table.shape, np.int64))


def _share_of_rate(number: int, steps: int) -> float:
    """Up in the first steps, then down along half a wave."""
    return float(
        min(1.0, (number + 1) / (_WARM * steps))
        * (0.5 * (1 + np.cos(np.pi * number / steps)) + 0.01)
    )


if __name__ == "__main__":
    sys.exit(main())
