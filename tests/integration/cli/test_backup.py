import gzip
import shutil
import sqlite3
import stat

import pytest

from bot.persistence.keys import ensure_key_file
from bot.persistence.sealed_file import FileBroken, SealedReader, SealedWriter
from tests.integration.cli.test_commands import opens


@pytest.fixture
def copy(shell, person, tmp_path):
    """A backup of a database with one person."""
    path = tmp_path / "copy.gz"
    assert shell(["backup", str(path)]).code == 0
    return path


@pytest.fixture
def elsewhere(shell, tmp_path, monkeypatch):
    """A second, empty installation with the key file of the first."""
    keys = shell.settings.key_file
    monkeypatch.setenv("REITTI_VAR_DIR", str(tmp_path / "elsewhere"))
    shell.settings.var_dir.mkdir()
    shutil.copy(keys, shell.settings.key_file)


def opened(path, key_file):
    with path.open("rb") as file:
        return gzip.decompress(SealedReader(file, key_file).read()).decode()


def changed(path, change, key_file):
    """By somebody who has the key file."""
    lines = opened(path, key_file).splitlines(keepends=True)
    with path.open("wb") as file:
        writer = SealedWriter(file, key_file)
        writer.write(gzip.compress("".join(change(lines)).encode()))
        writer.close()


def test_what_was_copied_is_there_again(shell, person, copy, elsewhere):
    assert shell(["restore", str(copy)]).code == 0
    assert opens(shell, person["code"]) == person["client_id"]
    assert shell("audit verify").code == 0


def test_a_copy_goes_from_a_file_to_a_server_and_the_server_counts_on(
    shell, person, copy, elsewhere, monkeypatch, postgres_database
):
    monkeypatch.setenv("REITTI_DATABASE_URL", postgres_database)
    assert shell(["restore", str(copy)]).code == 0
    assert opens(shell, person["code"]) == person["client_id"]
    assert opens(shell, "3333 3333 3333") == "code_wrong"
    assert shell("audit verify").code == 0


def test_the_copy_is_its_owners_alone_and_overwrites_nothing(shell, copy):
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    before = copy.read_bytes()
    assert shell(["backup", str(copy)]).code == 1
    assert copy.read_bytes() == before


def test_nothing_can_be_read_in_the_copy_and_names_are_sealed_in_it_once_more(shell, tmp_path):
    line = "code issue --prison sukeva --county helsinki --release-date unknown --name Salanimi"
    shell(line)
    shell(["backup", str(tmp_path / "copy2.gz")])
    sealed = (tmp_path / "copy2.gz").read_bytes()
    assert b"sukeva" not in sealed
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(sealed)
    inside = opened(tmp_path / "copy2.gz", shell.settings.key_file)
    assert "sukeva" in inside and "Salanimi" not in inside


def test_a_copy_of_an_earlier_program_can_be_put_back(shell, person, copy, elsewhere):
    copy.write_bytes(gzip.compress(opened(copy, shell.settings.key_file).encode()))
    assert shell(["restore", str(copy)]).code == 0
    assert opens(shell, person["code"]) == person["client_id"]


@pytest.mark.parametrize("at", [3, 10, 40, -20])
def test_one_changed_byte_is_seen(shell, copy, elsewhere, at):
    data = bytearray(copy.read_bytes())
    data[at] ^= 1
    copy.write_bytes(bytes(data))
    done = shell(["restore", str(copy)])
    assert (done.code, done.err.count("\n")) == (1, 1)


def test_pieces_can_not_be_left_out_or_changed_round(tmp_path):
    keys = tmp_path / "keys.json"
    ensure_key_file(keys)
    path = tmp_path / "file"
    with path.open("wb") as file:
        writer = SealedWriter(file, keys)
        writer.write(bytes(200_000))
        writer.close()
    whole = path.read_bytes()
    piece = 4 + 1 + 64 * 1024 + 16
    head = len(b"REITTI\x02") + 1 + 2 + 16 + 8
    first, second = whole[head : head + piece], whole[head + piece : head + 2 * piece]
    rest = whole[head + 2 * piece :]
    with path.open("rb") as file:
        assert SealedReader(file, keys).read() == bytes(200_000)
    for broken in (first + rest, second + first + rest, first + second):
        path.write_bytes(whole[:head] + broken)
        with path.open("rb") as file, pytest.raises(FileBroken):
            SealedReader(file, keys).read()


def test_a_database_that_holds_something_is_left_alone(shell, copy):
    done = shell(["restore", str(copy)])
    assert (done.code, "not empty" in done.err) == (1, True)


def test_without_the_key_file_nothing_is_put_back(shell, copy, tmp_path, monkeypatch):
    monkeypatch.setenv("REITTI_VAR_DIR", str(tmp_path / "elsewhere"))
    assert shell(["restore", str(copy)]).code == 1


def test_under_another_key_file_nothing_is_put_back(shell, tmp_path, monkeypatch):
    line = "code issue --prison sukeva --county helsinki --release-date unknown --name Salanimi"
    shell(line)
    shell(["backup", str(tmp_path / "copy2.gz")])
    monkeypatch.setenv("REITTI_VAR_DIR", str(tmp_path / "elsewhere"))
    shell("migrate")
    done = shell(["restore", str(tmp_path / "copy2.gz")])
    assert (done.code, "another key file" in done.err) == (1, True)
    assert shell("prison add --id sukeva --name Sukeva").code == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-1],
        lambda lines: lines[:2] + lines[3:],
        lambda lines: ["{}\n", *lines[1:]],
        lambda lines: [line.replace("sukeva", "pelso", 1) for line in lines],
    ],
)
def test_a_damaged_copy_is_refused_and_leaves_nothing(shell, copy, elsewhere, change):
    changed(copy, change, shell.settings.key_file)
    done = shell(["restore", str(copy)])
    assert (done.code, done.err.count("\n")) == (1, 1)
    with sqlite3.connect(shell.settings.var_dir / "reitti.db") as file:
        assert file.execute("SELECT count(*) FROM prison").fetchone() == (0,)


def test_half_a_file_is_refused(shell, copy, elsewhere):
    copy.write_bytes(copy.read_bytes()[:-40])
    assert shell(["restore", str(copy)]).code == 1
