"""Where a score becomes a yes, chosen on lines that the scores were not learned from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bot.rasa_components.message_features import FeatureRows

_FOLDS = 3
_ASIDE = 12
_CANDIDATES = np.arange(-2.5, 1.5, 0.05)

Score = Callable[[FeatureRows], np.ndarray]
Learn = Callable[[FeatureRows, np.ndarray], Score]


def held_out_scores(rows: FeatureRows, targets: np.ndarray, learn: Learn) -> np.ndarray:
    """A score for every line from a model that never saw it. The folds are the
    same every time: each third line, so that no block falls out as a whole."""
    fold = np.arange(len(targets)) % _FOLDS
    scores = np.zeros(targets.shape)
    for number in range(_FOLDS):
        inside, outside = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if not len(inside) or not len(outside):
            continue
        score = learn(rows.select(inside), targets[inside])
        scores[outside] = score(rows.select(outside))
    return scores


def set_aside(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Lines to learn from, and each twelfth line, from which nothing is learned."""
    lines = np.arange(count)
    return lines[lines % _ASIDE != 0], lines[lines % _ASIDE == 0]


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
