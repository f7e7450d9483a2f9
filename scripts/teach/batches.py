"""Lines in an order that is always the same, three in ten of them told in one breath with
another of their language."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Queue

import numpy as np
from scipy.sparse import csr_matrix

from scripts.teach.lines import Lines
from scripts.teach.states import BEGINNING

_LINES = 64
_PAIRS = 0.3
_ALIKE = 50
"""Of so many batches the lines are sorted by length: little is filled up with nothing."""
_UNSEEN = 0.05
"""The share of pieces that are hidden, so that no single word decides."""
_NOBODY = -1


@dataclass(frozen=True)
class Batch:
    """What one step learns from."""

    states: np.ndarray
    mask: np.ndarray
    ngrams: csr_matrix
    targets: list[np.ndarray]
    weights: list[np.ndarray]


class Batches:
    """All steps, made ready while the one before is learned from."""

    def __init__(self, lines: Lines, states: list[np.ndarray], rounds: int, order: int) -> None:
        self._lines, self._states = lines, states
        random = np.random.default_rng(order)
        learned = lines.learned
        first = np.concatenate([random.permutation(learned) for _ in range(rounds)])
        of_language = {
            name: learned[lines.languages[learned] == name]
            for name in np.unique(lines.languages[learned])
        }
        second = np.array([random.choice(of_language[lines.languages[line]]) for line in first])
        second[random.random(len(first)) >= _PAIRS] = _NOBODY
        self._steps = list(_steps(first, second, self._lengths(first, second), random))

    def __len__(self) -> int:
        return len(self._steps)

    def __iter__(self) -> Iterator[Batch]:
        ready: Queue[Batch] = Queue(8)

        def prepare() -> None:
            for number, (first, second) in enumerate(self._steps):
                ready.put(self._batch(first, second, np.random.default_rng(number)))

        threading.Thread(target=prepare, daemon=True).start()
        for _ in self._steps:
            yield ready.get()

    def _lengths(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        lengths = np.array([len(rows) for rows in self._states])
        return lengths[first] + np.where(second == _NOBODY, 0, lengths[second])

    def _batch(self, first: np.ndarray, second: np.ndarray, random: np.random.Generator) -> Batch:
        told = [self._told(*pair) for pair in zip(first, second, strict=True)]
        states = np.zeros((len(told), max(map(len, told)), told[0].shape[1]), np.float16)
        mask = np.zeros(states.shape[:2], np.float32)
        for number, rows in enumerate(told):
            states[number, : len(rows)] = rows
            mask[number, : len(rows)] = 1
        shown = random.random(mask.shape) > _UNSEEN
        shown[:, 0] = True
        paired = second != _NOBODY
        beside = np.where(paired, second, first)
        half = np.where(paired, np.sqrt(0.5), 0.5).astype(np.float32)
        ngrams = (self._lines.ngrams[first] + self._lines.ngrams[beside]).multiply(half[:, None])
        targets, weights = [], []
        for task in self._lines.tasks:
            targets.append(
                task.targets[first]
                if task.one_of
                else np.maximum(task.targets[first], task.targets[beside])
            )
            # Two lines in one breath have two intents: that teaches nothing.
            beside_counts = ~paired if task.one_of else task.weights[beside] > 0
            weights.append((task.weights[first] * beside_counts).astype(np.float32))
        return Batch(states, mask * shown, ngrams.tocsr(), targets, weights)

    def _told(self, first: int, second: int) -> np.ndarray:
        rows = self._states[first]
        if second == _NOBODY:
            return rows
        return np.concatenate([rows[:-1], self._states[second][BEGINNING:]])


def _steps(
    first: np.ndarray, second: np.ndarray, lengths: np.ndarray, random: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for at in range(0, len(first), _LINES * _ALIKE):
        near = np.arange(at, min(at + _LINES * _ALIKE, len(first)))
        near = near[np.argsort(lengths[near], kind="stable")]
        parts = [near[n : n + _LINES] for n in range(0, len(near), _LINES)]
        for number in random.permutation(len(parts)):
            yield first[parts[number]], second[parts[number]]
