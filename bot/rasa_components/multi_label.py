"""Any number of labels for one message, each with a threshold of its own.

Lines that name several things teach the whole message; a long message is judged
once as a whole and once clause by clause, since a yes and a no side by side
blur each other.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.rasa_components.linear_model import LinearModel, Penalty, fit
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.thresholds import best_thresholds, micro_f1, set_aside

logger = logging.getLogger(__name__)

_PENALTY = Penalty(dense=1.0, sparse=0.05)
_CLAUSE_WEIGHT = 0.5
"""Tried from 0 to 1: single worries lose one point of F1, messages with two or
three gain five and more. The lines to train on hold few of those, so they can't
choose it themselves."""
_NEVER = 100.0


@dataclass(frozen=True)
class MultiLabelModel:
    """Scores of the labels and where each becomes a yes."""

    linear: LinearModel
    thresholds: np.ndarray

    @classmethod
    def learn(
        cls,
        name: str,
        said: Sequence[tuple[str, ...] | None],
        labels: Sequence[str],
        texts: Sequence[str],
        rows: FeatureRows,
    ) -> MultiLabelModel:
        """`said` has the labels of each message, or None where it does not say. The
        thresholds are chosen on lines that neither this model nor the encoder learned."""
        known = np.array([i for i, found in enumerate(said) if found is not None])
        targets = np.array([[label in (said[i] or ()) for label in labels] for i in known])
        rows = rows.select(known)

        def learn_part(part: FeatureRows, wanted: np.ndarray) -> LinearModel:
            return fit(part.only_whole(), wanted, labels, "any_of", _PENALTY)

        learned, aside = set_aside([texts[i] for i in known])
        unseen = rows.select(aside)
        first = learn_part(rows.select(learned), targets[learned])
        scores = combined(first.scores(unseen), unseen.starts)
        thresholds = best_thresholds(scores, targets[aside])
        # A label without a single line must never be said.
        thresholds = np.where(targets.any(axis=0), thresholds, _NEVER).astype(np.float32)
        logger.info(
            "%s: micro-F1 %.3f on %d lines set aside",
            name, micro_f1(scores > thresholds, targets[aside]), len(aside),
        )  # fmt: skip
        return cls(learn_part(rows, targets), thresholds)

    def margins(self, rows: FeatureRows) -> np.ndarray:
        """How far each label of one message is over its threshold, in log odds."""
        scores = combined(self.linear.scores(rows), rows.starts)[0]
        margins: np.ndarray = scores - self.thresholds
        return margins

    def save(self, path: Path) -> None:
        self.linear.save(path, thresholds=self.thresholds)

    @classmethod
    def load(cls, path: Path) -> MultiLabelModel:
        with np.load(path, allow_pickle=False) as stored:
            thresholds = stored["thresholds"]
        return cls(LinearModel.load(path), thresholds)


def combined(scores: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """One row a message: the score of the whole, mixed with its best clause's."""
    whole = scores[starts]
    best = np.maximum.reduceat(scores, starts, axis=0)
    mixed: np.ndarray = (1 - _CLAUSE_WEIGHT) * whole + _CLAUSE_WEIGHT * best
    return mixed
