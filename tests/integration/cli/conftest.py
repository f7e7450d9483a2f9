"""The commands, called in this process on a database of their own."""

import io
import json
import shutil
from dataclasses import dataclass

import pytest

from bot.__main__ import main
from bot.cli.working import make_database
from bot.persistence.database import sync_run
from bot.settings import Settings


@dataclass
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


class Shell:
    """An operator's shell, with the settings of one installation."""

    def __init__(self, monkeypatch, capsys):
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, line, stdin=""):
        arguments = line.split() if isinstance(line, str) else line
        self._monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        self._capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as leaving:
            code = leaving.code
        printed = self._capsys.readouterr()
        return Done(code, printed.out, printed.err)

    @property
    def settings(self):
        return Settings.from_environment()

    def look(self, work):
        return sync_run(self.settings, work)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A database with its tables and key file, to copy."""
    folder = tmp_path_factory.mktemp("made")
    make_database(Settings.from_environment({"REITTI_VAR_DIR": str(folder)}))
    return folder


@pytest.fixture
def new_shell(tmp_path, monkeypatch, capsys):
    """An installation where nothing has been done yet."""
    for name in ("REITTI_DATABASE_URL", "REITTI_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REITTI_VAR_DIR", str(tmp_path / "var"))
    return Shell(monkeypatch, capsys)


@pytest.fixture
def shell(new_shell, made):
    """An installation with a prison."""
    shutil.copytree(made, new_shell.settings.var_dir)
    assert new_shell("prison add --id sukeva --name Sukeva").code == 0
    return new_shell


@pytest.fixture
def person(shell):
    """A person with a code: what `code issue --json` wrote."""
    line = "code issue --prison sukeva --county pohjois-savo --release-date 2027-01-15 --json"
    return shell(line).json
