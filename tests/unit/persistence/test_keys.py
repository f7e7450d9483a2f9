import stat

import pytest

from bot.persistence.keys import KeyFileError, ensure_key_file, read_keys


def test_the_key_file_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "var" / "keys.json"
    ensure_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_existing_key_is_never_replaced(tmp_path):
    path = tmp_path / "keys.json"
    ensure_key_file(path)
    before = read_keys(path)
    ensure_key_file(path)
    assert read_keys(path) == before


@pytest.mark.parametrize("content", ["", "{}", '{"current": "k2", "keys": {"k1": "AAAA"}}'])
def test_a_damaged_key_file_is_a_clear_error(tmp_path, content):
    path = tmp_path / "keys.json"
    path.write_text(content, encoding="ascii")
    with pytest.raises(KeyFileError, match="key file"):
        read_keys(path)
