"""Learns, and writes the encoder's new layers beside the code that reads them.

Takes half an hour on two cores, so it is no part of a training: run it when data/nlu has
changed much, then `make train` and `make evaluate`, and commit layers.npz if it is better.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import tensorflow as tf

from bot.rasa_components.encoder.weights import Weights, layers_path, weights_path
from bot.rasa_components.network_training import as_sparse
from scripts.adapt_encoder.batches import Batch, Batches
from scripts.adapt_encoder.lines import Lines, read_lines
from scripts.adapt_encoder.network import SEED, Heads, Layers
from scripts.adapt_encoder.states import LowerLayers

ROOT = Path(__file__).resolve().parents[2]
LEARNING_LAYERS = 3
ROUNDS = 4
_SAYS_EACH = 100
_LAYER_RATE, _HEAD_RATE = 3e-4, 1e-3
_LONGEST_STEP = 1.0
_WARM = 0.03


def main() -> int:
    """0 when the layers are written."""
    parser = argparse.ArgumentParser(prog="python -m scripts.adapt_encoder", description=__doc__)
    parser.add_argument("--output", type=Path, default=layers_path())
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    arguments = parser.parse_args()
    lines = read_lines(ROOT)
    print(f"{len(lines.learned)} lines of {len(lines.texts)} to learn from", flush=True)
    adapt(lines, arguments.rounds, arguments.output)
    return 0


def adapt(lines: Lines, rounds: int, output: Path, learning: int = LEARNING_LAYERS) -> None:
    """The same lines give the same layers, on the same kind of processor."""
    tf.keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    weights = Weights(weights_path())
    below = LowerLayers(weights, weights.layers - learning)
    batches = Batches(lines, below.states(lines.texts), rounds)
    layers = Layers(weights, learning)
    heads = Heads(weights.width, lines.ngrams.shape[1], lines.tasks)
    _learn(batches, layers, heads)
    with output.open("wb") as file:
        np.savez_compressed(file, **layers.packed())


def _learn(batches: Batches, layers: Layers, heads: Heads) -> None:
    rates = [tf.Variable(0.0), tf.Variable(0.0)]
    optimizers = [tf.keras.optimizers.legacy.Adam(rate) for rate in rates]
    count = len(layers.variables)

    @tf.function(reduce_retracing=True)
    def step(
        states: tf.Tensor, mask: tf.Tensor, ngrams: Sequence, targets: Sequence, weights: Sequence
    ) -> tf.Tensor:
        with tf.GradientTape() as tape:
            sparse = tf.SparseTensor(*ngrams)
            loss = heads.loss(layers.vectors(states, mask), sparse, targets, weights)
        variables = [*layers.variables, *heads.variables]
        slopes, _ = tf.clip_by_global_norm(tape.gradient(loss, variables), _LONGEST_STEP)
        optimizers[0].apply_gradients(zip(slopes[:count], variables[:count]))  # noqa: B905 - TensorFlow's own zip
        optimizers[1].apply_gradients(zip(slopes[count:], variables[count:]))  # noqa: B905 - the same
        return loss

    started, losses = time.monotonic(), []
    for number, batch in enumerate(batches):
        share = _share_of_rate(number, len(batches))
        rates[0].assign(_LAYER_RATE * share)
        rates[1].assign(_HEAD_RATE * share)
        losses.append(float(step(*_tensors(batch))))
        if number % _SAYS_EACH == _SAYS_EACH - 1:
            loss, seconds = np.mean(losses[-_SAYS_EACH:]), time.monotonic() - started
            print(f"step {number + 1} of {len(batches)}: {loss:.3f}, {seconds:.0f} s", flush=True)


def _tensors(batch: Batch) -> tuple:
    return (
        tf.constant(batch.states),
        tf.constant(batch.mask.astype(np.float32)),
        as_sparse(tf, batch.ngrams),
        [tf.constant(targets) for targets in batch.targets],
        [tf.constant(weights) for weights in batch.weights],
    )


def _share_of_rate(number: int, steps: int) -> float:
    """Up in the first steps, then down along half a wave."""
    return float(
        min(1.0, (number + 1) / (_WARM * steps))
        * (0.5 * (1 + np.cos(np.pi * number / steps)) + 0.01)
    )


if __name__ == "__main__":
    sys.exit(main())
