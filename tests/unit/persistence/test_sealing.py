import base64
import json

import pytest

from bot.persistence.keys import ensure_key_file
from bot.persistence.sealing import SealBroken, Sealer, code_key

WORDS = "Ei oo kotia"
OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture
def sealer():
    return Sealer("k1", {"k1": OLD})


def test_what_was_sealed_opens_in_its_place(sealer):
    sealed = sealer.seal_text(WORDS, "client.name", "c1")
    assert WORDS.encode() not in sealed
    assert sealer.open_text(sealed, "client.name", "c1") == WORDS


def test_plain_data_comes_back_as_it_was(sealer):
    data = {"text": WORDS, "areas": ["housing"], "score": 0.5, "none": None}
    assert (
        sealer.open_json(sealer.seal_json(data, "message.body", "m1"), "message.body", "m1") == data
    )


def test_nothing_stays_nothing(sealer):
    assert sealer.seal_text(None, "client.name", "c1") is None
    assert sealer.open_text(None, "client.name", "c1") is None


def test_the_same_words_never_look_the_same_twice(sealer):
    assert sealer.seal_text(WORDS, "a.b", "1") != sealer.seal_text(WORDS, "a.b", "1")


@pytest.mark.parametrize(("column", "row"), [("client.name", "c2"), ("client.number", "c1")])
def test_a_moved_value_does_not_open_and_the_error_names_neither_words_nor_row(sealer, column, row):
    sealed = sealer.seal_text(WORDS, "client.name", "c1")
    with pytest.raises(SealBroken) as broken:
        sealer.open_text(sealed, column, row)
    assert str(broken.value) == column and broken.value.__cause__ is None


def test_a_value_with_any_byte_changed_does_not_open(sealer):
    sealed = sealer.seal_text("hei", "a.b", "1")
    for place in range(len(sealed)):
        broken = bytearray(sealed)
        broken[place] ^= 1
        with pytest.raises(SealBroken):
            sealer.open_text(bytes(broken), "a.b", "1")
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            sealer.open_text(sealed[:length], "a.b", "1")


def test_after_a_new_key_old_values_open_and_new_ones_use_it(sealer):
    old = sealer.seal_text(WORDS, "a.b", "1")
    turned = Sealer("k2", {"k1": OLD, "k2": NEW})
    assert turned.open_text(old, "a.b", "1") == WORDS
    with pytest.raises(SealBroken):
        sealer.open_text(turned.seal_text(WORDS, "a.b", "1"), "a.b", "1")


def test_a_key_that_is_gone_is_a_broken_seal():
    sealed = Sealer("k1", {"k1": OLD}).seal_text(WORDS, "a.b", "1")
    with pytest.raises(SealBroken):
        Sealer("k2", {"k2": NEW}).open_text(sealed, "a.b", "1")


def _ring(path, current, **keys):
    encoded = {name: base64.b64encode(key).decode() for name, key in keys.items()}
    path.write_text(json.dumps({"current": current, "keys": encoded}))


def test_codes_on_paper_stay_good_after_a_new_key(tmp_path):
    path = tmp_path / "keys.json"
    _ring(path, "k1", k1=OLD)
    before = code_key(path)
    _ring(path, "k2", k1=OLD, k2=NEW)
    assert code_key(path) == before
    assert before not in (OLD, NEW) and len(before) == 32


def test_two_installations_share_no_key(tmp_path):
    for name in ("a", "b"):
        ensure_key_file(tmp_path / name)
    assert code_key(tmp_path / "a") != code_key(tmp_path / "b")
    sealed = Sealer.from_file(tmp_path / "a").seal_text(WORDS, "a.b", "1")
    with pytest.raises(SealBroken):
        Sealer.from_file(tmp_path / "b").open_text(sealed, "a.b", "1")
