"""Where a score becomes a yes, chosen on lines that the scores were not learned from."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.heads import Heads
from bot.rasa_components.labels import looks_dangerous
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.tasks import AREA, DANGER, SIGNAL, tasks_of

logger = logging.getLogger(__name__)

_ASIDE = 12
_CANDIDATES = np.arange(-3.0, 2.5, 0.05)
_NEVER = 100.0
_CLAUSE_WEIGHT = 0.5
"""Of the best clause beside the whole: a yes and a no side by side blur each other."""
_FALSE_ALARMS = 0.006
"""How many of the ordinary lines set aside the network may take for danger."""
_FALSE_ALARMS_LOOKALIKES = 0.08
"""How many of those that were written to look like danger and are none."""
_ENOUGH_LINES = 50


@dataclass(frozen=True)
class Thresholds:
    """For each task that has any number of labels, one for each label."""

    of_task: Mapping[str, np.ndarray]

    def save(self, path: Path) -> None:
        with path.open("wb") as file:
            np.savez(file, **self.of_task)

    @classmethod
    def load(cls, path: Path) -> Thresholds:
        with np.load(path, allow_pickle=False) as stored:
            return cls({name: stored[name] for name in stored.files})


def set_aside(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the lines to learn from, and of about each twelfth, from which nothing
    is learned, not by the encoder either: a line's text says which, so that it stays so
    when lines are added."""
    aside = np.array([crc32(text.lower().encode()) % _ASIDE == 0 for text in texts], dtype=bool)
    return np.flatnonzero(~aside), np.flatnonzero(aside)


def choose_thresholds(heads: Heads, lines: Sequence[Message], rows: FeatureRows) -> Thresholds:
    """On lines that the heads never saw; `rows` are theirs, with their clauses."""
    tasks = {task.name: task for task in tasks_of(lines)}
    seen = heads.seen(rows)
    chosen = {}
    for name in (AREA, SIGNAL):
        task, says = tasks[name], tasks[name].weights > 0
        scores = combined(heads.scores(name, seen), rows.starts)[says]
        targets = task.targets[says]
        # A label without a single line must never be said.
        best = np.where(targets.any(axis=0), best_thresholds(scores, targets), _NEVER)
        chosen[name] = best.astype(np.float32)
        reached = micro_f1(scores > chosen[name], targets)
        logger.info("%s: micro-F1 %.3f on %d lines set aside", name, reached, len(targets))
    danger = tasks[DANGER].targets[:, 0] > 0
    lookalike = np.array([looks_dangerous(line) for line in lines], dtype=bool)
    scores = heads.scores(DANGER, seen[rows.starts])[:, 0]
    chosen[DANGER] = np.array([_danger_threshold(scores, danger, lookalike)], np.float32)
    return Thresholds(chosen)


def _danger_threshold(scores: np.ndarray, danger: np.ndarray, lookalike: np.ndarray) -> float:
    if danger.sum() < _ENOUGH_LINES:
        logger.warning("too few lines of danger to learn from: only the lexicon looks")
        return _NEVER
    threshold = max(
        _quantile(scores[~danger & ~lookalike], 1 - _FALSE_ALARMS),
        _quantile(scores[lookalike], 1 - _FALSE_ALARMS_LOOKALIKES),
    )
    logger.info(
        "danger: the network alone finds %.3f of %d lines set aside",
        (scores[danger] > threshold).mean(), danger.sum(),
    )  # fmt: skip
    return threshold


def _quantile(scores: np.ndarray, share: float) -> float:
    return float(np.quantile(scores, share)) if len(scores) else -np.inf


def combined(scores: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """One row a message: the score of the whole, mixed with its best clause's."""
    whole = scores[starts]
    best = np.maximum.reduceat(scores, starts, axis=0)
    mixed: np.ndarray = (1 - _CLAUSE_WEIGHT) * whole + _CLAUSE_WEIGHT * best
    return mixed


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
