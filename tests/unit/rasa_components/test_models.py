"""Heads, thresholds and what the steps make of them, on small made-up numbers."""

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix

from bot.rasa_components.encoder.weights import unpacked
from bot.rasa_components.heads import Head, Heads, heads_path, packed_pieces
from bot.rasa_components.intent_rule import InformRule
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.thresholds import best_thresholds, combined, set_aside


def made_up(seed=3):
    random = np.random.default_rng(seed)

    def numbers(*size):
        return random.standard_normal(size).astype(np.float32)

    pieces = packed_pieces(numbers(64, 32), range(48))
    heads = {
        "areas": Head(("a", "b"), numbers(36, 8), numbers(8), numbers(8, 2), numbers(2)),
        "kind": Head(("x",), numbers(36, 8), numbers(8), numbers(8, 1), numbers(1)),
    }
    return Heads(pieces, heads, np.array([3, 9], np.uint32))


def rows_of(count):
    random = np.random.default_rng(5)
    sparse = random.random((count, 64)) * (random.random((count, 64)) > 0.8)
    return FeatureRows(
        random.standard_normal((count, 4)).astype(np.float32),
        csr_matrix(sparse.astype(np.float32)),
        np.arange(count),
    )


def test_stored_heads_score_alike_and_hold_no_code(tmp_path):
    heads, rows = made_up(), rows_of(6)
    heads.save(tmp_path / "h.npz")
    again = Heads.load(tmp_path / "h.npz")
    assert again.of_task.keys() == heads.of_task.keys()
    assert again.taught.tolist() == [3, 9]
    for task in heads.of_task:
        assert again.of_task[task].labels == heads.of_task[task].labels
        expected = heads.scores(task, heads.seen(rows))
        assert np.allclose(again.scores(task, again.seen(rows)), expected, atol=0.05)


def test_only_the_pieces_of_a_message_count_and_as_often_as_they_stand_there():
    heads, rows = made_up(), rows_of(3)
    expected = rows.sparse.toarray() @ unpacked(heads.pieces)
    assert np.allclose(heads.seen(rows)[:, 4:], expected, atol=1e-5)


def test_a_message_without_a_word_has_scores_too():
    heads = made_up()
    empty = FeatureRows(np.zeros((1, 4), np.float32), csr_matrix((1, 64)), np.arange(1))
    assert np.isfinite(heads.scores("areas", heads.seen(empty))).all()


def test_a_piece_that_no_line_had_says_nothing():
    assert not unpacked(made_up().pieces)[48:].any()


def test_a_file_that_is_none_of_heads_is_not_read(tmp_path):
    (tmp_path / "h.npz").write_bytes(b"x")
    with pytest.raises(ValueError, match="pickle"):
        Heads.load(tmp_path / "h.npz")


def test_the_heads_in_the_tree_judge_every_task_of_the_interview():
    heads = Heads.load(heads_path())
    assert {"areas", "intents", "danger", "signals", "answers", "languages"} == set(heads.of_task)


def lines(items):
    return [f"line {number}" for number, _ in enumerate(items)]


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
