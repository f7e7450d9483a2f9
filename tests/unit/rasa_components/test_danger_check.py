"""The lexicon of danger is asked unless the web tier says that it has asked."""

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix

from bot.rasa_components.clean_text import WHOLE_TEXT
from bot.rasa_components.danger_check import DangerCheck
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.network import Network

ROWS = FeatureRows(np.zeros((1, 2), np.float32), csr_matrix((1, 4), dtype=np.float32), np.zeros(1))


class Deaf(Network):
    """Scores that are the same whatever was said."""

    def __init__(self, danger):
        self.__dict__["danger"] = danger

    def scores(self, rows):
        return np.array([[self.danger, 9.0, 0.0, 0.0, 0.0, 0.0]], np.float32)


def found(text, danger=-9.0, **metadata):
    check = DangerCheck(None, None)
    check._model, check._threshold = Deaf(danger), 0.0
    message = Message({"text": text, WHOLE_TEXT: text, "metadata": metadata})
    check.judge(message, ROWS)
    return message.get("crisis")


@pytest.mark.parametrize("metadata", [{}, {"looked": False}, {"lang": "fi"}])
def test_the_lexicon_reads_what_nobody_has_looked_at(metadata):
    assert found("aion tappaa itseni", **metadata) == "suicide"


def test_it_is_not_asked_again_about_what_it_has_read():
    assert found("aion tappaa itseni", looked=True) is None


def test_the_network_looks_at_everything():
    assert found("velkoja", danger=9.0, looked=True) == "suicide"
