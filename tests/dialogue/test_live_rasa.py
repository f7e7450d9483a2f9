"""The door, the memory and the silence of a real Rasa."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator

import psycopg
import pytest

from tests.dialogue.live_rasa import LiveRasa, live_rasa

pytestmark = [pytest.mark.needs_rasa, pytest.mark.timeout(300)]

DISTINCT = "kvitteröinti zebramaisesti"


@pytest.fixture(scope="module")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRasa]:
    with live_rasa(tmp_path_factory.mktemp("rasa"), None, "--debug") as running:
        yield running


@pytest.fixture(autouse=True)
def _actions_up(rasa: LiveRasa) -> Iterator[None]:
    rasa.actions.calls.clear()
    yield
    rasa.actions.status = 200


def last_message(rasa: LiveRasa) -> dict:
    return rasa.actions.calls[-1]["tracker"]["latest_message"]


def test_health_names_the_model(rasa):
    status, found = rasa.health()
    assert status == 200
    assert found["model"].endswith(".tar.gz")


@pytest.mark.parametrize("route", ["message", "parse", "forget"])
@pytest.mark.parametrize("secret", ["", "wrong", "ä"])
def test_nothing_happens_without_the_secret(rasa, route, secret):
    body = {"sender": "x", "message_id": "1", "text": "hei", "lang": "fi", "today": "2026-11-24"}
    status, found = rasa.request("POST", route, body, secret=secret.encode().decode("latin-1"))
    assert (status, found) == (403, {"reason": "secret"})
    assert rasa.actions.calls == []


def test_a_written_message_is_understood_and_leads_to_one_action(rasa):
    status, found = rasa.message(text="mulla ei oo kämppää ja velkoja on paljon", question="q.1")
    assert status == 200
    assert found["messages"] == [{"say": "action_take_answer"}]
    assert found["understood"]["intent"] == "inform"
    assert set(found["understood"]["areas"]) == {"housing", "debts"}
    assert len(rasa.actions.calls) == 1
    told = last_message(rasa)
    assert told["text"] == "mulla ei oo kämppää ja velkoja on paljon"
    assert told["areas"] == found["understood"]["areas"]
    assert told["metadata"]["question"] == "q.1"
    assert told["metadata"]["lang"] == "fi"
    assert "domain" not in rasa.actions.calls[-1]


def test_a_pressed_button_skips_understanding(rasa):
    status, found = rasa.message(choice="yes", intent="affirm", message_id="m-77")
    assert status == 200
    assert found["understood"]["intent_confidence"] == 1.0
    told = last_message(rasa)
    assert (told["choice"], told["answer"], told["message_id"]) == ("yes", "yes", "m-77")
    assert "intent_ranking" not in told


@pytest.mark.parametrize(
    ("intent", "action"),
    [
        ("restart", "action_restart_interview"),
        ("skip", "action_skip_question"),
        ("ask_human", "action_ask_human"),
        ("stop", "action_stop_interview"),
    ],
)
def test_every_intent_reaches_its_action(rasa, intent, action):
    assert rasa.message(choice=intent, intent=intent)[1]["messages"] == [{"say": action}]
    assert [call["next_action"] for call in rasa.actions.calls] == [action]


@pytest.mark.parametrize(
    "typed",
    [
        "/restart",
        " /restart",
        "//restart",
        "/ /restart",
        "\u200b/restart",
        '/delete_my_data{"x": "y"}',
        "/session_start",
        "/back",
        '/stop@0.99{"a": "b"}',
        "EXTERNAL: stop",
        "/",
        "",
        "   ",
    ],
)
def test_a_command_typed_as_text_is_text(rasa, typed):
    status, found = rasa.message(text=typed)
    assert status == 200
    assert len(found["messages"]) == 1
    told = last_message(rasa)
    assert told["intent"]["confidence"] < 1.0
    assert told["entities"] == []
    assert told["text"].strip() == typed.strip()
    assert rasa.actions.calls[0]["next_action"].startswith("action_")
    assert "action_restart" not in [c["next_action"] for c in rasa.actions.calls]


def test_parsing_keeps_nothing_and_calls_nobody(rasa):
    found = rasa.parse("tavataan 4.3.2027 kello 14")
    assert rasa.actions.calls == []
    assert (found["date"], found["time"]) == ("2027-03-04", "14:00")
    assert found["language"] == "fi"
    assert set(found) >= {"intent", "intent_confidence", "areas", "area_scores", "signals"}
    assert rasa.parse("en halua enää elää")["crisis"] == "suicide"


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[]",
        b'{"sender": "x"}',
        b'{"sender": "x", "message_id": "1", "text": 5, "lang": "fi", "today": "2026-11-24"}',
        b'{"sender": "x", "message_id": "1", "text": "a", "lang": "de", "today": "2026-11-24"}',
        b'{"sender": "x", "message_id": "1", "text": "a", "lang": "fi", "today": "2026-02-30"}',
        b'{"sender": "x", "message_id": "1", "choice": "yes", "lang": "fi", "today": "2026-11-24"}',
        b"[" * 100_000,
    ],
)
def test_a_malformed_request_is_refused(rasa, body):
    status, found = rasa.request("POST", "message", body)
    assert status == 400
    assert set(found) == {"reason"}
    assert rasa.actions.calls == []


def test_a_letter_of_20000_characters_fits_and_a_book_does_not(rasa):
    assert rasa.message(text="ä" * 19_900 + " en jaksa elää")[0] == 200
    assert last_message(rasa)["crisis"] == "suicide"
    assert rasa.message(text="a" * 300_000)[0] == 413


def test_the_action_away_is_a_lost_turn_and_says_so(rasa):
    rasa.actions.status = 500
    assert rasa.message(text="asunto puuttuu") == (503, {"reason": "action"})
    rasa.actions.status = 400
    assert rasa.message(text="asunto puuttuu") == (503, {"reason": "action"})
    assert len(rasa.actions.calls) <= 4
    rasa.actions.status = 200
    assert rasa.message(text="asunto puuttuu")[0] == 200
    rasa.actions.stop()
    assert rasa.message(text="asunto puuttuu") == (503, {"reason": "action"})
    rasa.actions.start()
    assert rasa.message(text="asunto puuttuu")[0] == 200


def test_the_tracker_store_away_is_a_lost_turn_and_bad_health(rasa):
    away = rasa.folder / "away"
    for part in rasa.folder.glob("tracker.db*"):
        away.mkdir(exist_ok=True)
        shutil.move(part, away / part.name)
    rasa.tracker_file.mkdir()
    rasa.actions.calls.clear()
    assert rasa.message(text="hei") == (503, {"reason": "tracker_store"})
    assert rasa.health() == (503, {"reason": "tracker_store"})
    assert rasa.actions.calls == []
    rasa.tracker_file.rmdir()
    for part in away.iterdir():
        shutil.move(part, rasa.folder / part.name)
    assert rasa.message(text="hei")[0] == 200
    assert rasa.health()[0] == 200


def test_rows_are_sealed_and_no_log_holds_a_word(rasa):
    rasa.message(text=DISTINCT, sender="sender-quokka", question="q-platypus")
    rasa.actions.status = 500
    rasa.message(text=DISTINCT, sender="sender-quokka")
    kept = b"".join(path.read_bytes() for path in rasa.folder.glob("tracker.db*"))
    assert len(kept) > 1000
    for word in (*DISTINCT.split(), "quokka", "platypus", "inform", "person-1"):
        assert word.encode() not in kept
        assert word == "inform" or word not in rasa.log


def test_only_the_last_exchange_is_kept(rasa):
    for number in range(6):
        rasa.message(text=f"viesti {number}", sender="long-talk")
    texts = [
        event["text"]
        for event in rasa.actions.calls[-1]["tracker"]["events"]
        if event["event"] == "user"
    ]
    assert texts == ["viesti 3", "viesti 4", "viesti 5"]


def test_forgetting_erases_the_conversation(rasa):
    rasa.message(text="muista tämä", sender="forgettable")
    assert rasa.request("POST", "forget", {"sender": "forgettable"}) == (200, {})
    rasa.message(text="uusi alku", sender="forgettable")
    events = rasa.actions.calls[-1]["tracker"]["events"]
    assert [e["text"] for e in events if e["event"] == "user"] == ["uusi alku"]


def test_a_killed_rasa_goes_on_where_it_was(rasa):
    rasa.message(text="ensimmäinen", sender="survivor")
    rasa.stop(signal.SIGKILL)
    rasa.start("--debug")
    rasa.message(text="toinen", sender="survivor")
    events = rasa.actions.calls[-1]["tracker"]["events"]
    assert [e["text"] for e in events if e["event"] == "user"] == ["ensimmäinen", "toinen"]


def test_rasa_serves_no_other_door(rasa):
    for path in ("../../conversations/person-1/tracker", "../../model/parse", "../rest/webhook"):
        assert rasa.request("POST", path, {"text": "x", "sender": "y"})[0] in (404, 405)


@pytest.mark.needs_postgres
def test_the_memory_can_live_in_postgresql(tmp_path, postgres_database):
    with live_rasa(tmp_path, postgres_database) as rasa:
        rasa.message(text="ensimmäinen", sender="pg")
        with psycopg.connect(postgres_database, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        # The lost connections are noticed and replaced within the turn.
        assert rasa.message(text=DISTINCT, sender="pg")[0] == 200
        events = rasa.actions.calls[-1]["tracker"]["events"]
        assert [e["text"] for e in events if e["event"] == "user"] == ["ensimmäinen", DISTINCT]
        with psycopg.connect(postgres_database, autocommit=True) as connection:
            [(row_id, sealed)] = connection.execute(
                "SELECT id, sealed FROM rasa_tracker"
            ).fetchall()
            assert DISTINCT.encode() not in bytes(sealed)
            assert row_id != "pg"
            connection.execute("ALTER TABLE rasa_tracker RENAME TO away")
        assert rasa.message(text="hei", sender="pg") == (503, {"reason": "tracker_store"})
        assert rasa.health()[0] == 503
