"""The classifiers' arithmetic, on small made-up numbers."""

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix

from bot.rasa_components.intent_rule import InformRule
from bot.rasa_components.linear_model import LinearModel, Penalty, fit
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.multi_label import MultiLabelModel, combined
from bot.rasa_components.network import Network
from bot.rasa_components.network_training import Shape, train_network
from bot.rasa_components.thresholds import best_thresholds, set_aside


def made_up(count=120):
    random = np.random.default_rng(3)
    targets = random.integers(0, 2, (count, 2))
    dense = (targets @ np.array([[1.0, 0, 0, 0], [0, 1.0, 0, 0]])).astype(np.float32)
    dense += 0.1 * random.standard_normal((count, 4)).astype(np.float32)
    sparse = csr_matrix(np.eye(8, dtype=np.float32)[random.integers(0, 8, count)])
    return FeatureRows(dense, sparse, np.arange(count)), targets


def test_what_can_be_told_apart_is_told_apart():
    rows, targets = made_up()
    model = fit(rows, targets, ["a", "b"], "any_of")
    assert ((model.scores(rows) > 0) == targets).mean() > 0.98


def test_the_same_lines_give_the_same_weights():
    rows, targets = made_up()
    first, second = (fit(rows, targets, ["a", "b"], "any_of") for _ in range(2))
    assert np.array_equal(first.dense, second.dense)
    assert np.array_equal(first.sparse, second.sparse)


def test_one_of_several_is_learned_with_softmax():
    rows, targets = made_up()
    kinds = np.array([[a and b, a and not b, not a and b, not a and not b] for a, b in targets])
    model = fit(rows, kinds, ["ab", "a", "b", "none"], "one_of", Penalty(0.001, 1.0))
    assert (model.scores(rows).argmax(1) == kinds.argmax(1)).mean() > 0.98


def test_a_stored_model_scores_alike_and_holds_no_code(tmp_path):
    rows, targets = made_up()
    model = fit(rows, targets, ["a", "b"], "any_of")
    model.save(tmp_path / "m.npz")
    loaded = LinearModel.load(tmp_path / "m.npz")
    assert loaded.labels == ("a", "b")
    assert np.allclose(loaded.scores(rows), model.scores(rows), atol=1e-6)


def lines(items):
    return [f"line {number}" for number, _ in enumerate(items)]


def test_lines_that_do_not_say_teach_nothing_and_unseen_labels_are_never_said(tmp_path):
    rows, targets = made_up()
    said = [tuple(n for n, t in zip("ab", row, strict=True) if t) for row in targets]
    said[5] = None
    model = MultiLabelModel.learn("test", said, ("a", "b", "never"), lines(said), rows)
    model.save(tmp_path / "m.npz")
    again = MultiLabelModel.load(tmp_path / "m.npz")
    one = rows.select(np.array([7]))
    assert np.allclose(again.margins(one), model.margins(one), atol=1e-5)
    assert again.margins(one)[2] < -50


SMALL = Shape(pieces=8, hidden=32, epochs=150, drop=0.1)


def test_the_network_tells_several_labels_of_one_message():
    rows, targets = made_up(600)
    network = train_network(rows, targets, ["fi"] * len(targets), SMALL)
    scores = network.scores(rows)
    for column in range(2):
        with_it = targets[:, column] == 1
        assert scores[with_it, column].mean() > scores[~with_it, column].mean() + 0.5


def test_the_same_lines_give_the_same_network(tmp_path):
    rows, targets = made_up()
    first, second = (train_network(rows, targets, ["fi"] * len(targets), SMALL) for _ in range(2))
    assert np.array_equal(first.scores(rows), second.scores(rows))
    first.save(tmp_path / "n.npz", thresholds=np.zeros(1))
    assert np.allclose(Network.load(tmp_path / "n.npz").scores(rows), first.scores(rows))


def test_lines_set_aside_are_not_learned_from():
    texts = lines(range(600))
    learned, aside = set_aside(texts)
    assert not set(learned) & set(aside)
    assert len(learned) + len(aside) == 600
    assert 30 < len(aside) < 70


def test_a_line_stays_aside_whatever_is_written_beside_it():
    texts = lines(range(100))
    _, aside = set_aside(texts)
    _, later = set_aside(["New line", *(text.upper() for text in texts)])
    assert {texts[i] for i in aside} == {texts[i - 1] for i in later if i > 0}


def test_the_best_clause_counts_beside_the_whole():
    scores = np.array([[0.0], [-1.0], [3.0], [2.0]])
    assert combined(scores, np.array([0, 3])).ravel().tolist() == [1.5, 2.0]


def test_a_threshold_parts_yes_from_no():
    targets = np.array([[0]] * 50 + [[1]] * 50)
    scores = np.concatenate([np.full((50, 1), -1.0), np.full((50, 1), 0.8)])
    assert -1.0 < best_thresholds(scores, targets)[0] < 0.8


@pytest.mark.parametrize(
    ("intent", "confidence", "areas", "becomes"),
    [
        ("stop", 0.6, {"substance_use": 0.9}, "inform"),
        ("stop", 0.95, {"substance_use": 0.9}, "stop"),
        ("stop", 0.6, {}, "stop"),
        ("greet", 0.2, {}, "inform"),
        ("deny", 0.9, {"debts": 0.9}, "inform"),
        ("deny", 0.9, {}, "deny"),
        (None, 0.0, {}, "inform"),
    ],
)
def test_free_answers_win_over_weak_guesses(intent, confidence, areas, becomes):
    message = Message({"text": "x", "intent": {"name": intent, "confidence": confidence}})
    message.set("areas", list(areas))
    message.set("area_scores", areas)
    InformRule().process([message])
    assert message.get("intent")["name"] == becomes
