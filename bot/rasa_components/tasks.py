"""What the heads learn of a line: one task for each thing that is judged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.labels import (
    ANSWERS,
    AREAS,
    CRISIS_KINDS,
    LANGUAGES,
    SIGNALS,
    answer_of,
    areas_of,
    crisis_of,
    intent_of,
    language_of,
    signals_of,
)

AREA, INTENT, DANGER, SIGNAL, ANSWER, LANGUAGE = (
    "areas", "intents", "danger", "signals", "answers", "languages",
)  # fmt: skip
DANGER_LABELS = ("danger", *CRISIS_KINDS)


@dataclass(frozen=True)
class Task:
    """What lines say of one matter."""

    name: str
    labels: tuple[str, ...]
    targets: np.ndarray
    """0 or 1, a column for each label."""
    weights: np.ndarray
    """How much a line counts; 0 where it does not say."""
    one_of: bool
    """Exactly one label is right, or any number."""


def tasks_of(examples: Sequence[Message]) -> list[Task]:
    """All tasks, with a row for each line."""
    every = np.ones(len(examples), np.float32)
    areas = [areas_of(example) for example in examples]
    signals = [signals_of(example) for example in examples]
    kinds = [crisis_of(example) for example in examples]
    danger = [() if kind is None else ("danger", kind) for kind in kinds]
    intents = [(intent_of(example),) for example in examples]
    names = tuple(sorted({name for (name,) in intents}))
    wanted = _table(intents, names)
    answers = [(answer_of(example),) for example in examples]
    languages = [(language_of(example),) for example in examples]
    spoken = _table(languages, LANGUAGES)
    return [
        Task(AREA, AREAS, _table(areas, AREAS), _says(areas), one_of=False),
        Task(INTENT, names, wanted, _balance(wanted), one_of=True),
        Task(DANGER, DANGER_LABELS, _table(danger, DANGER_LABELS), every, one_of=False),
        Task(SIGNAL, SIGNALS, _table(signals, SIGNALS), _says(signals), one_of=False),
        Task(ANSWER, ANSWERS, _table(answers, ANSWERS), every, one_of=True),
        Task(LANGUAGE, LANGUAGES, spoken, spoken.sum(axis=1), one_of=True),
    ]


def marks_of(examples: Sequence[Message]) -> np.ndarray:
    """A number for each line and what it teaches: another label, another number."""
    return np.array(
        [
            crc32(
                json.dumps(
                    [
                        *(str(example.get(TEXT)).lower(), language_of(example)),
                        *(intent_of(example), areas_of(example), signals_of(example)),
                        *(crisis_of(example), answer_of(example)),
                    ]
                ).encode()
            )
            for example in examples
        ],
        dtype=np.uint32,
    )


def _balance(targets: np.ndarray) -> np.ndarray:
    """A weight for each line. `inform` has twenty times the lines of any other
    intent, and people who say "stop" are not twenty times rarer: the square root
    is halfway between what was written and all alike."""
    counts = targets.sum(axis=0)
    weights: np.ndarray = targets @ np.sqrt(counts.mean() / np.maximum(counts, 1))
    return (weights / weights.mean()).astype(np.float32)


def _table(said: Sequence[tuple[str | None, ...] | None], labels: Sequence[str]) -> np.ndarray:
    return np.array([[label in (found or ()) for label in labels] for found in said], np.float32)


def _says(said: Sequence[tuple[str, ...] | None]) -> np.ndarray:
    return np.array([found is not None for found in said], np.float32)
