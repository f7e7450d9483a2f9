"""The heads in the tree were taught the lines of the tree."""

import numpy as np
from rasa.shared.nlu.constants import INTENT, TEXT

from bot.rasa_components.clean_text import TextCleaner
from bot.rasa_components.heads import Heads, heads_path
from bot.rasa_components.importer import LanguageImporter
from bot.rasa_components.tasks import marks_of, tasks_of
from bot.rasa_components.thresholds import set_aside

FEW = 0.03
"""The share of lines that a training may learn by itself; more want `make teach`."""


def test_hardly_a_line_waits_to_be_taught():
    data = LanguageImporter(training_data_paths=["data/nlu"]).get_nlu_data()
    cleaner = TextCleaner(TextCleaner.get_default_config())
    examples = cleaner.process_training_data(data).training_examples
    examples = [e for e in examples if e.get(TEXT) and e.get(INTENT)]
    learned, _ = set_aside([str(example.get(TEXT)) for example in examples])
    heads = Heads.load(heads_path())
    known = np.isin(marks_of(examples)[learned], heads.taught)
    assert 1 - known.mean() < FEW
    assert {task.name: task.labels for task in tasks_of(examples)} == {
        name: head.labels for name, head in heads.of_task.items()
    }
