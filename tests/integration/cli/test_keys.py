"""Turning the key ring, losing it, and retiring what is no longer used."""

import json
import sqlite3
import threading

import pytest

from bot.casework.people import Message
from bot.persistence import turning
from bot.persistence.keys import ensure_key_file, read_ring
from bot.persistence.sealed_columns import sealed_columns
from bot.persistence.sealing import Sealer
from tests.integration.cli.test_commands import opens
from tests.integration.persistence.lives import live
from tests.integration.persistence.situations import add_prisons


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """A service looks at the key file every few seconds; here nobody waits for it."""
    monkeypatch.setattr("bot.cli.keys.time.sleep", lambda _: None)


@pytest.fixture
def lived(shell):
    """An installation with a person whose words lie everywhere."""
    shell.look(lambda uow: (add_prisons(uow), live(uow)))
    return shell


def names_in(shell):
    return set(turning.keys_in_use(shell.settings))


def test_every_sealed_column_is_known_and_is_filled_by_the_life_that_the_tests_use(lived):
    empty = []
    with sqlite3.connect(lived.settings.var_dir / "reitti.db") as file:
        for sealed in sealed_columns():
            query = f"SELECT count({sealed.column.name}) FROM {sealed.table.name}"
            if not file.execute(query).fetchone()[0]:
                empty.append(sealed.name)
    # Accounts and views of staff are no part of a person's life.
    assert sorted(empty) == ["saved_view.name", "staff.totp_secret"]


def test_a_new_key_seals_everything_anew_and_all_of_it_opens(lived, person):
    lived("user add --username vesa --prison sukeva --role prison_staff --totp --password-stdin",
          stdin="a long password\n")  # fmt: skip
    done = lived("keys rotate")
    assert done.code == 0 and "current key is k2" in done.out
    assert names_in(lived) == {"k2"}
    lived.look(lambda uow: uow.threads.everything("matti"))
    turning.check_keys(lived.settings)
    assert opens(lived, person["code"]) == person["client_id"]


def test_it_goes_on_where_it_was_stopped(lived, monkeypatch):
    steps = []

    def stopping(connection, sealer, sealed, row):
        if len(steps) == 5:
            raise KeyboardInterrupt
        steps.append(sealed.name)
        return reseal(connection, sealer, sealed, row)

    reseal = turning._reseal
    monkeypatch.setattr(turning, "_reseal", stopping)
    with pytest.raises(KeyboardInterrupt):
        lived("keys rotate")
    monkeypatch.setattr(turning, "_reseal", reseal)
    assert names_in(lived) == {"k1", "k2"}
    done = lived("keys rotate")
    assert "Going on with the key k2" in done.out
    assert names_in(lived) == {"k2"} and list(read_ring(lived.settings.key_file).keys) == [
        "k1",
        "k2",
    ]


def test_a_running_service_reads_the_new_key_and_seals_under_it(lived):
    serving = Sealer.from_file(lived.settings.key_file)
    lived("keys rotate")
    anew = Sealer.from_file(lived.settings.key_file).seal(b"words", "message.body", "m1")
    assert serving.open(anew, "message.body", "m1") == b"words"
    assert serving.current == "k2"


def test_a_service_that_meets_nothing_new_looks_by_itself(lived, monkeypatch):
    serving = Sealer.from_file(lived.settings.key_file)
    lived("keys rotate")
    monkeypatch.setattr("bot.persistence.sealing.LOOK_EVERY", -1)
    serving.seal(b"words", "message.body", "m1")
    assert serving.current == "k2"


def test_words_written_meanwhile_are_neither_lost_nor_left_under_the_old_key(lived):
    written, stop = [], threading.Event()
    old = Sealer.from_file(lived.settings.key_file)

    def write():
        while not stop.is_set() and len(written) < 200:
            number = len(written)
            body = {"text": f"word {number}"}
            lived.look(lambda uow: uow.threads.add(
                "matti", f"x{number}", "client", at, body, handled=True))  # noqa: B023  # fmt: skip
            written.append(number)

    at = lived.look(lambda uow: uow.threads.everything("matti"))[0].at
    writer = threading.Thread(target=write)
    writer.start()
    lived("keys rotate")
    stop.set()
    writer.join()
    lived("keys rotate")
    assert old.current == "k1" and written
    entries = lived.look(lambda uow: uow.threads.everything("matti"))
    texts = {entry.body["text"] for entry in entries if isinstance(entry, Message)}
    assert {f"word {number}" for number in written} <= texts


def test_a_retired_key_is_gone_and_codes_on_paper_stay_good(lived, person):
    assert "in use" in lived("keys retire").out
    lived("keys rotate")
    done = lived("keys retire")
    assert "Retired k1" in done.out
    assert list(read_ring(lived.settings.key_file).keys) == ["k2"]
    assert opens(lived, person["code"]) == person["client_id"]
    assert "k2 (current)" in lived("keys list").out


def test_the_list_shows_no_key(lived):
    ring = json.loads(lived.settings.key_file.read_text())
    shown = lived("keys list").out
    assert not any(key in shown for key in ring["keys"].values())


@pytest.mark.parametrize("line", ["migrate", "keys list", "audit verify", "serve", "purge"])
def test_a_lost_key_is_a_clear_error_and_no_new_one_is_made(lived, line, monkeypatch):
    monkeypatch.setenv("REITTI_RASA_SECRET", "x" * 32)
    lived.settings.key_file.unlink()
    done = lived(line)
    assert done.code == 1
    assert "is gone: put it back" in done.err and done.err.count("\n") == 1
    assert not lived.settings.key_file.exists()


@pytest.mark.parametrize("line", ["migrate", "serve"])
def test_another_key_file_is_a_clear_error_and_nothing_is_written(
    lived, line, monkeypatch, tmp_path
):
    monkeypatch.setenv("REITTI_RASA_SECRET", "x" * 32)
    lived.settings.key_file.unlink()
    ensure_key_file(lived.settings.key_file)
    done = lived(line)
    assert done.code == 1 and "is not the one that this database" in done.err
