import base64
import json
import secrets

import pytest

from bot.rasa_components.sealing import KeyFileProblem, KeyRing, SealBroken

OLD, NEW = secrets.token_bytes(32), secrets.token_bytes(32)


def test_what_is_sealed_opens_in_its_own_place_only():
    ring = KeyRing([("k1", OLD)])
    sealed = ring.seal(b"words", b"row 1")
    assert b"words" not in sealed
    assert ring.open(sealed, b"row 1") == b"words"
    with pytest.raises(SealBroken):
        ring.open(sealed, b"row 2")


def test_a_changed_byte_anywhere_breaks_the_seal():
    ring = KeyRing([("k1", OLD)])
    sealed = ring.seal(b"words", b"row")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            ring.open(bytes(changed), b"row")


def test_the_same_words_never_look_the_same():
    ring = KeyRing([("k1", OLD)])
    assert ring.seal(b"words", b"row") != ring.seal(b"words", b"row")


def test_after_a_change_of_keys_old_rows_are_found_and_open():
    before, after = KeyRing([("k1", OLD)]), KeyRing([("k2", NEW), ("k1", OLD)])
    assert before.row_ids("person")[0] in after.row_ids("person")
    assert after.row_ids("person")[0] not in before.row_ids("person")
    assert after.open(before.seal(b"words", b"row"), b"row") == b"words"
    with pytest.raises(SealBroken):
        before.open(after.seal(b"words", b"row"), b"row")


def test_the_key_file_names_the_current_key(tmp_path):
    path = tmp_path / "keys.json"
    keys = {name: base64.b64encode(key).decode() for name, key in (("k1", OLD), ("k2", NEW))}
    path.write_text(json.dumps({"current": "k2", "keys": keys}))
    ring = KeyRing.from_file(path)
    assert ring.row_ids("x") == KeyRing([("k2", NEW), ("k1", OLD)]).row_ids("x")


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"current": "k1", "keys": {}}', '{"current": "k1", "keys": {"k1": "YQ=="}}'],
)
def test_without_a_sound_key_file_nothing_starts(tmp_path, content):
    path = tmp_path / "keys.json"
    path.write_text(content)
    with pytest.raises(KeyFileProblem):
        KeyRing.from_file(path)
    with pytest.raises(KeyFileProblem):
        KeyRing.from_file(tmp_path / "missing.json")
