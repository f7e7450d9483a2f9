"""Lines and labels that the heads were never taught are learned at the next training."""

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components.catch_up import caught_up
from bot.rasa_components.heads import Heads, heads_path
from bot.rasa_components.message_features import rows_of_texts
from bot.rasa_components.tasks import AREA, INTENT, marks_of

WORD = "kvasaripumppu"
LINES = [f"mun {WORD} on rikki {n}" for n in "yksi kaksi kolme neljä viisi kuusi".split()]


def line(text, intent="inform", **metadata):
    return Message(
        {
            "text": text,
            "intent": intent,
            "lang": "fi",
            "metadata": {"intent": {"areas": [], **metadata}},
        }
    )


@pytest.fixture(scope="module")
def heads():
    return Heads.load(heads_path())


def scores(heads, task, text):
    found = heads.scores(task, heads.seen(rows_of_texts([text])))[0]
    return dict(zip(heads.of_task[task].labels, found.tolist(), strict=True))


def test_where_nothing_is_new_the_heads_stay_as_they_were_taught(heads):
    told = [line(text) for text in LINES]
    labels = {task: head.labels for task, head in heads.of_task.items()}
    intents = [line(f"x {name}", name) for name in labels[INTENT]]
    every = [*told, *intents]
    knowing = Heads(heads.pieces, heads.of_task, np.unique(marks_of(every)))
    assert caught_up(knowing, every) is knowing


def test_a_new_line_teaches_at_the_next_training(heads):
    after = caught_up(heads, [line(text, areas=["daily_life"]) for text in LINES])
    text = f"mulla on {WORD} rikki"
    assert scores(after, AREA, text)["daily_life"] > scores(heads, AREA, text)["daily_life"] + 1


def test_a_new_intent_is_known_after_the_next_training(heads):
    after = caught_up(heads, [line(text, "ask_pump") for text in LINES])
    assert after.of_task[INTENT].labels == ("ask_pump",)
    assert after.of_task[AREA].labels == heads.of_task[AREA].labels


def test_another_label_is_another_mark():
    first, second = marks_of([line("a"), line("a", areas=["debts"])])
    assert first != second
