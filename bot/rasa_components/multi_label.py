"""Any number of labels for one message, each with a threshold of its own.

Lines that name several things teach the whole message; a long message is judged
once as a whole and once clause by clause, since a yes and a no side by side
blur each other.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np

from bot.rasa_components.linear_model import LinearModel, Penalty, fit
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.thresholds import best_thresholds, held_out_scores, micro_f1

logger = logging.getLogger(__name__)

_PENALTY = Penalty(dense=1.0, sparse=0.05)
_CLAUSE_WEIGHTS = (0.0, 0.2, 0.35, 0.5)
_NEVER = 100.0


@dataclass(frozen=True)
class MultiLabelModel:
    """Scores of the labels and where each becomes a yes."""

    linear: LinearModel
    thresholds: np.ndarray
    clause_weight: float

    @classmethod
    def learn(
        cls,
        name: str,
        said: Sequence[tuple[str, ...] | None],
        labels: Sequence[str],
        rows: FeatureRows,
    ) -> MultiLabelModel:
        """`said` has the labels of each message, or None where it does not say."""
        known = np.array([i for i, found in enumerate(said) if found is not None])
        targets = np.array([[label in (said[i] or ()) for label in labels] for i in known])
        rows = rows.select(known)

        def learn_part(part: FeatureRows, wanted: np.ndarray) -> LinearModel:
            return fit(part.only_whole(), wanted, labels, "any_of", _PENALTY)

        best: tuple[float, float, np.ndarray] = (-1.0, 0.0, np.zeros(len(labels)))
        per_weight = held_out_scores(
            rows,
            np.repeat(targets[:, :, None], len(_CLAUSE_WEIGHTS), axis=2),
            lambda part, wanted: _scorer(learn_part(part, wanted[:, :, 0])),
        )
        for index, weight in enumerate(_CLAUSE_WEIGHTS):
            scores = per_weight[:, :, index]
            thresholds = best_thresholds(scores, targets)
            quality = micro_f1(scores > thresholds, targets)
            if quality > best[0]:
                best = (quality, weight, thresholds)
        quality, weight, thresholds = best
        # A label without a single line must never be said.
        thresholds = np.where(targets.any(axis=0), thresholds, _NEVER).astype(np.float32)
        logger.info(
            "%s: micro-F1 %.3f on held-out lines, %d lines, clauses weigh %.2f",
            name, quality, len(known), weight,
        )  # fmt: skip
        return cls(learn_part(rows, targets), thresholds, weight)

    def margins(self, rows: FeatureRows) -> np.ndarray:
        """How far each label of one message is over its threshold, in log odds."""
        scores = combined(self.linear.scores(rows), rows.starts, self.clause_weight)[0]
        margins: np.ndarray = scores - self.thresholds
        return margins

    def save(self, path: Path) -> None:
        self.linear.save(
            path, thresholds=self.thresholds, clause_weight=np.array(self.clause_weight)
        )

    @classmethod
    def load(cls, path: Path) -> MultiLabelModel:
        with np.load(path, allow_pickle=False) as stored:
            thresholds, weight = stored["thresholds"], float(stored["clause_weight"])
        return cls(LinearModel.load(path), thresholds, weight)


def combined(scores: np.ndarray, starts: np.ndarray, clause_weight: float) -> np.ndarray:
    """One row a message: the score of the whole, mixed with its best clause's."""
    whole = scores[starts]
    best = np.maximum.reduceat(scores, starts, axis=0)
    mixed: np.ndarray = (1 - clause_weight) * whole + clause_weight * best
    return mixed


def _scorer(linear: LinearModel):  # type: ignore[no-untyped-def]
    def score(rows: FeatureRows) -> np.ndarray:
        scores = linear.scores(rows)
        return np.stack([combined(scores, rows.starts, w) for w in _CLAUSE_WEIGHTS], axis=2)

    return score
