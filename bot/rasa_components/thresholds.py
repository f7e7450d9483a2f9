"""Where a score becomes a yes, chosen on lines that the scores were not learned from."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

_ASIDE = 12
_CANDIDATES = np.arange(-2.5, 1.5, 0.05)


def set_aside(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the lines to learn from, and of about each twelfth, from which nothing
    is learned, not by the encoder either: a line's text says which, so that it stays so
    when lines are added."""
    aside = np.array([crc32(text.lower().encode()) % _ASIDE == 0 for text in texts], dtype=bool)
    return np.flatnonzero(~aside), np.flatnonzero(aside)


def best_thresholds(scores: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """For each label the threshold with the best F1, pulled towards the one that
    is best for all together: a label with few lines knows little by itself."""
    together = _best(scores.ravel(), targets.ravel())
    chosen = [
        (_best(scores[:, column], targets[:, column]) + together) / 2
        for column in range(targets.shape[1])
    ]
    return np.array(chosen, dtype=np.float32)


def micro_f1(found: np.ndarray, targets: np.ndarray) -> float:
    right = np.logical_and(found, targets).sum()
    return float(2 * right / max(found.sum() + targets.sum(), 1))


def _best(scores: np.ndarray, targets: np.ndarray) -> float:
    wanted = targets > 0
    if not wanted.any():
        return 0.0
    values = [micro_f1(scores > candidate, wanted) for candidate in _CANDIDATES]
    near_best = _CANDIDATES[np.array(values) >= max(values) - 1e-9]
    return float(np.median(near_best))
