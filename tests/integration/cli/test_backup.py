import gzip
import shutil
import sqlite3
import stat

import pytest

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


def changed(path, change):
    lines = gzip.decompress(path.read_bytes()).decode().splitlines(keepends=True)
    path.write_bytes(gzip.compress("".join(change(lines)).encode()))


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


def test_names_are_sealed_in_the_copy(shell, tmp_path):
    line = "code issue --prison sukeva --county helsinki --release-date unknown --name Salanimi"
    shell(line)
    shell(["backup", str(tmp_path / "copy2.gz")])
    assert b"Salanimi" not in gzip.decompress((tmp_path / "copy2.gz").read_bytes())


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
    changed(copy, change)
    done = shell(["restore", str(copy)])
    assert (done.code, done.err.count("\n")) == (1, 1)
    with sqlite3.connect(shell.settings.var_dir / "reitti.db") as file:
        assert file.execute("SELECT count(*) FROM prison").fetchone() == (0,)


def test_half_a_file_is_refused(shell, copy, elsewhere):
    copy.write_bytes(copy.read_bytes()[:-40])
    assert shell(["restore", str(copy)]).code == 1
