"""The training lines and what each of them teaches, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasa.shared.nlu.constants import INTENT, TEXT
from scipy.sparse import csr_matrix

from bot.rasa_components.clean_text import TextCleaner
from bot.rasa_components.importer import LANG_KEY, LanguageImporter
from bot.rasa_components.ngram_features import ngram_rows
from bot.rasa_components.tasks import Task, marks_of, tasks_of
from bot.rasa_components.thresholds import set_aside


@dataclass(frozen=True)
class Lines:
    """All lines, side by side."""

    texts: list[str]
    languages: np.ndarray
    ngrams: csr_matrix
    tasks: list[Task]
    marks: np.ndarray
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
        tasks_of(examples),
        marks_of(examples),
        learned,
    )
