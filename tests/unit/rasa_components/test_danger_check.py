"""The lexicon of danger is asked unless the web tier says that it has asked."""

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.clean_text import WHOLE_TEXT
from bot.rasa_components.danger_check import DangerCheck
from bot.rasa_components.task_heads import _JUDGED, Judged
from bot.rasa_components.tasks import DANGER, DANGER_LABELS
from bot.rasa_components.thresholds import Thresholds


class Deaf(Judged):
    """Scores that are the same whatever was said."""

    def __init__(self, danger):
        thresholds = Thresholds({DANGER: np.zeros(1)})
        self.__dict__.update(danger=danger, thresholds=thresholds)

    def labels(self, task):
        return DANGER_LABELS

    def whole(self, task):
        return np.array([self.danger, 9.0, 0.0, 0.0, 0.0, 0.0])


def found(text, danger=-9.0, **metadata):
    message = Message({"text": text, WHOLE_TEXT: text, "metadata": metadata})
    message.set(_JUDGED, Deaf(danger))
    DangerCheck().process([message])
    return message.get("crisis")


@pytest.mark.parametrize("metadata", [{}, {"looked": False}, {"lang": "fi"}])
def test_the_lexicon_reads_what_nobody_has_looked_at(metadata):
    assert found("aion tappaa itseni", **metadata) == "suicide"


def test_it_is_not_asked_again_about_what_it_has_read():
    assert found("aion tappaa itseni", looked=True) is None


def test_the_network_looks_at_everything():
    assert found("velkoja", danger=9.0, looked=True) == "suicide"
