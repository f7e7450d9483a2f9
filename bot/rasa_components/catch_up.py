"""Lines written since the heads were taught, and labels that they don't know yet.

Only what stands between a head's hidden layer and its labels is learned anew, and stays as
near to what it was as the new lines let it: that takes a minute where `make teach` takes an
hour, and does the more the fewer lines are new. Old lines stand beside them, so that nothing
is unlearned.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.optimize import minimize
from scipy.special import expit, logsumexp

from bot.rasa_components.heads import Head, Heads
from bot.rasa_components.message_features import rows_of_texts
from bot.rasa_components.tasks import Task, marks_of, tasks_of
from bot.rasa_components.thresholds import set_aside

logger = logging.getLogger(__name__)

_OLD_FOR_NEW = 4
_MOST_OLD = 8000
_PULL = 1.0
"""How strongly the weights are held where they were, against one line's loss."""
_STEPS = 60


def caught_up(heads: Heads, examples: Sequence[Message]) -> Heads:
    """The heads, after what they were never taught; the same ones where there is nothing."""
    learned, _ = set_aside([str(example.get(TEXT)) for example in examples])
    known = np.isin(marks_of(examples)[learned], heads.taught)
    tasks = tasks_of(examples)
    behind = [task for task in tasks if task.labels != _labels(heads, task)]
    if known.all() and not behind:
        return heads
    new, old = learned[~known], learned[known]
    wanted = min(max(_OLD_FOR_NEW * len(new), _MOST_OLD if behind else 0), _MOST_OLD, len(old))
    beside = old[np.linspace(0, len(old) - 1, wanted).astype(int)] if wanted else old[:0]
    logger.info(
        "%d of %d lines were not taught yet: learned beside %d others; `make teach` does it better",
        len(new), len(learned), len(beside),
    )  # fmt: skip
    chosen = np.concatenate([new, beside])
    seen = heads.seen(rows_of_texts([str(examples[n].get(TEXT)) for n in chosen]))
    return heads.with_heads({task.name: _taught(heads, task, chosen, seen) for task in tasks})


def _labels(heads: Heads, task: Task) -> tuple[str, ...]:
    head = heads.of_task.get(task.name)
    return () if head is None else head.labels


def _taught(heads: Heads, task: Task, chosen: np.ndarray, seen: np.ndarray) -> Head:
    head = heads.of_task[task.name]
    at = [head.labels.index(label) if label in head.labels else None for label in task.labels]
    # A label that is new says no until its lines say otherwise.
    out = np.stack([np.zeros(len(head.out)) if n is None else head.out[:, n] for n in at], 1)
    bias = np.array([-4.0 if n is None else head.out_bias[n] for n in at])
    inner = head.inner(seen).astype(np.float64)
    targets, weights = task.targets[chosen], task.weights[chosen, None]
    start = np.concatenate([out, bias[None]])

    def value_and_slope(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(start.shape)
        scores = inner @ table[:-1] + table[-1]
        if task.one_of:
            total = logsumexp(scores, axis=1, keepdims=True)
            losses = total - (scores * targets).sum(axis=1, keepdims=True)
            error = (np.exp(scores - total) - targets) * weights
        else:
            losses = np.logaddexp(0, scores) - targets * scores
            error = (expit(scores) - targets) * weights
        moved = table - start
        slope = np.concatenate([inner.T @ error, error.sum(axis=0, keepdims=True)]) + _PULL * moved
        return float((losses * weights).sum() + 0.5 * _PULL * (moved**2).sum()), slope.ravel()

    found = minimize(
        value_and_slope, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}
    )
    table = found.x.reshape(start.shape).astype(np.float32)
    return Head(task.labels, head.hidden, head.hidden_bias, table[:-1], table[-1])
