"""The encoder's last layers and the heads learn from lines, and are read as they were learned."""

import numpy as np
import pytest

from bot.rasa_components.encoder.encoder import Encoder
from bot.rasa_components.encoder.weights import (
    BadWeights,
    Weights,
    packed,
    unpacked,
    weights_path,
)
from bot.rasa_components.heads import Heads
from bot.rasa_components.message_features import FeatureRows
from bot.rasa_components.ngram_features import ngram_rows
from bot.rasa_components.tasks import Task
from scripts.teach.__main__ import teach
from scripts.teach.lines import Lines

DEBTS = ["velat painaa", "mulla on velkaa", "skulderna trycker", "i owe them money"]
HOMES = ["ei oo kämppää", "asunto puuttuu", "jag har inget hem", "i have no flat"]
ROUNDS = 16


def ngrams_of(texts):
    """Few of them, so that the vectors have something left to learn."""
    return ngram_rows(texts)[:, :512]


@pytest.fixture(scope="module")
def lines():
    texts = (DEBTS + HOMES) * 24
    targets = np.array([[text in DEBTS, text in HOMES] for text in texts], np.float32)
    every = np.ones(len(texts), np.float32)
    tasks = [
        Task("areas", ("debts", "homes"), targets, every, one_of=False),
        Task("kind", ("debts", "homes"), targets, every, one_of=True),
    ]
    languages, marks = np.array(["fi"] * len(texts)), np.arange(len(texts), dtype=np.uint32)
    return Lines(texts, languages, ngrams_of(texts), tasks, marks, np.arange(len(texts)))


@pytest.fixture(scope="module")
def learned(lines, tmp_path_factory):
    folder = tmp_path_factory.mktemp("taught")
    teach(lines, ROUNDS, folder / "layers.npz", folder / "heads.npz", learning=1)
    return folder


@pytest.fixture(scope="module")
def after(learned):
    return Encoder(Weights(weights_path(), learned / "layers.npz"))


def apart(encoder):
    """How much likelier lines of one matter are than lines of two."""
    debts, homes = encoder.vectors(DEBTS), encoder.vectors(HOMES)
    return ((debts @ debts.T).mean() + (homes @ homes.T).mean()) / 2 - (debts @ homes.T).mean()


def test_lines_of_two_matters_move_apart(after):
    assert apart(after) > apart(Encoder(Weights(weights_path()))) * 1.05


def test_the_heads_know_what_they_were_taught_and_that_they_were(learned, after, lines):
    heads = Heads.load(learned / "heads.npz")
    texts = DEBTS + HOMES
    rows = FeatureRows(after.vectors(texts), ngrams_of(texts), np.arange(len(texts)))
    for task in ("areas", "kind"):
        scores = heads.scores(task, heads.seen(rows))
        assert (scores.argmax(axis=1) == [0] * len(DEBTS) + [1] * len(HOMES)).all()
        assert heads.of_task[task].labels == ("debts", "homes")
    assert np.isin(lines.marks, heads.taught).all()


def test_the_same_lines_give_the_same_files(lines, learned, tmp_path):
    files = [tmp_path / "layers.npz", tmp_path / "heads.npz"]
    teach(lines, ROUNDS, *files, learning=1)
    for file in files:
        assert file.read_bytes() == (learned / file.name).read_bytes()


def test_going_on_starts_from_what_is_known(lines, learned, after, tmp_path):
    files = [tmp_path / "layers.npz", tmp_path / "heads.npz"]
    for file in files:
        file.write_bytes((learned / file.name).read_bytes())
    teach(lines, 1, *files, learning=1, go_on=True)
    later = Encoder(Weights(weights_path(), files[0]))
    assert 0.98 < (later.vectors(DEBTS) * after.vectors(DEBTS)).sum(axis=1).min() < 0.999999
    before, heads = Heads.load(learned / "heads.npz"), Heads.load(files[1])
    moved = heads.of_task["areas"].out - before.of_task["areas"].out
    assert 0 < np.abs(moved).mean() < np.abs(before.of_task["areas"].out).mean() / 4


def test_what_was_exchanged_is_what_is_read(tmp_path):
    numbers = np.random.default_rng(1).normal(size=(384, 384)).astype(np.float32)
    tensors = {"l11.q.w": packed(numbers).view(np.uint8), "l11.q.b": numbers[0]}
    np.savez(tmp_path / "some.npz", **tensors)
    weights = Weights(weights_path(), tmp_path / "some.npz")
    assert np.abs(unpacked(weights.blocks("l11.q.w", 384)) - numbers).mean() < 0.1
    assert np.array_equal(weights.numbers("l11.q.b"), numbers[0])


def test_packing_loses_nothing_of_what_was_packed_before():
    numbers = unpacked(Weights(weights_path()).blocks("l11.q.w", 384))
    assert np.array_equal(unpacked(packed(numbers)), numbers)


def test_packing_keeps_a_number_up_to_a_sixteenth_of_the_largest_beside_it():
    numbers = np.random.default_rng(1).normal(size=(8, 64)).astype(np.float32)
    numbers[0, :32] = 0
    largest = np.abs(numbers.reshape(8, 2, 32)).max(axis=-1).repeat(32, axis=1).reshape(8, 64)
    assert (np.abs(unpacked(packed(numbers)) - numbers) <= largest / 8 + 1e-3).all()


def test_layers_of_another_encoder_are_not_read(tmp_path):
    np.savez(tmp_path / "other.npz", **{"l99.q.b": np.zeros(4, np.float32)})
    with pytest.raises(BadWeights):
        Weights(weights_path(), tmp_path / "other.npz")
