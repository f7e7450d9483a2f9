"""The training lines and what each of them teaches, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix

from bot.rasa_components.clean_text import TextCleaner
from bot.rasa_components.importer import LANG_KEY, LanguageImporter
from bot.rasa_components.intent_classifier import balance
from bot.rasa_components.labels import (
    ANSWERS,
    AREAS,
    CRISIS_KINDS,
    SIGNALS,
    answer_of,
    areas_of,
    crisis_of,
    intent_of,
    signals_of,
)
from bot.rasa_components.ngram_features import ngram_rows
from bot.rasa_components.thresholds import set_aside


@dataclass(frozen=True)
class Task:
    """What a line says of one matter."""

    name: str
    targets: np.ndarray
    """0 or 1, a column for each label."""
    weights: np.ndarray
    """How much a line counts; 0 where it does not say."""
    one_of: bool
    """Exactly one label is right, or any number."""


@dataclass(frozen=True)
class Lines:
    """All lines, side by side."""

    texts: list[str]
    languages: np.ndarray
    ngrams: csr_matrix
    tasks: list[Task]
    learned: np.ndarray
    """Numbers of those to learn from; the thresholds are chosen on the others later."""


def read_lines(root: Path) -> Lines:
    """Everything in data/nlu, cleaned as a message is."""
    importer = LanguageImporter(training_data_paths=[str(root / "data" / "nlu")])
    cleaner = TextCleaner(TextCleaner.get_default_config())
    examples = cleaner.process_training_data(importer.get_nlu_data()).training_examples
    examples = [e for e in examples if e.get(TEXT) and e.get(INTENT)]
    texts = [str(example.get(TEXT)) for example in examples]
    learned, _ = set_aside(texts)
    return Lines(
        [text.lower() for text in texts],
        np.array([str(example.get(LANG_KEY)) for example in examples]),
        ngram_rows(texts),
        _tasks(examples),
        learned,
    )


def _tasks(examples: list[Message]) -> list[Task]:
    every = np.ones(len(examples), np.float32)
    areas = [areas_of(example) for example in examples]
    signals = [signals_of(example) for example in examples]
    kinds = [crisis_of(example) for example in examples]
    danger = [() if kind is None else ("danger", kind) for kind in kinds]
    intents = [(intent_of(example),) for example in examples]
    wanted = _table(intents, sorted({name for (name,) in intents}))
    answers = [(answer_of(example),) for example in examples]
    return [
        Task("areas", _table(areas, AREAS), _says(areas), one_of=False),
        Task("intents", wanted, balance(wanted).astype(np.float32), one_of=True),
        Task("danger", _table(danger, ("danger", *CRISIS_KINDS)), every, one_of=False),
        Task("signals", _table(signals, SIGNALS), _says(signals), one_of=False),
        Task("answers", _table(answers, ANSWERS), every, one_of=True),
    ]


def _table(said: list, labels: tuple[str, ...] | list[str]) -> np.ndarray:
    return np.array([[label in (found or ()) for label in labels] for found in said], np.float32)


def _says(said: list) -> np.ndarray:
    return np.array([found is not None for found in said], np.float32)
