"""Ports, the secret, and what each part is told."""

import socket

import pytest

from bot.settings import Settings
from bot.supervise.environment import complete, rasa_environment, web_environment
from bot.supervise.model import ModelRecord
from bot.supervise.parts import rasa_part, rasa_parts, web_part
from bot.supervise.watch import CannotStart
from tests.servers import free_port


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def settings(**env):
    env = {"REITTI_PORT": str(free_port()), **env}
    return Settings.from_environment(env), env


def test_inner_ports_are_found_free_and_differ():
    seen = set()
    for _ in range(20):
        chosen = complete(*settings())
        assert len({chosen.port, chosen.rasa_port, chosen.actions_port}) == 3
        seen.add(chosen.rasa_port)
    assert len(seen) > 1


def test_inner_ports_can_be_named():
    rasa, actions = free_port(), free_port()
    chosen = complete(*settings(REITTI_RASA_PORT=str(rasa), REITTI_ACTIONS_PORT=str(actions)))
    assert (chosen.rasa_port, chosen.actions_port) == (rasa, actions)


@pytest.mark.parametrize("name", ["REITTI_PORT", "REITTI_RASA_PORT", "REITTI_ACTIONS_PORT"])
def test_a_port_that_is_taken_is_said_with_its_setting(taken_port, name):
    with pytest.raises(CannotStart, match=f"{taken_port} .*{name}|{taken_port}.*{name}"):
        complete(*settings(**{name: str(taken_port)}))


def test_one_port_for_two_uses_is_refused():
    port = str(free_port())
    with pytest.raises(CannotStart, match="REITTI_ACTIONS_PORT"):
        complete(*settings(REITTI_RASA_PORT=port, REITTI_ACTIONS_PORT=port))


def test_each_rasa_process_has_a_port_and_a_name_of_its_own():
    chosen = complete(*settings(REITTI_RASA_PROCESSES="3"))
    assert len({chosen.port, chosen.actions_port, *chosen.rasa_ports}) == 5
    parts = rasa_parts(chosen, ModelRecord("m.tar.gz", "i", "s"), {})
    assert [part.name for part in parts] == ["rasa-1", "rasa-2", "rasa-3"]
    for part, port in zip(parts, chosen.rasa_ports, strict=True):
        assert str(port) in part.argv
        assert f":{port}/" in part.ready_url


def test_a_second_rasa_finds_no_taken_port(taken_port):
    env = {"REITTI_RASA_PORT": str(taken_port - 1), "REITTI_RASA_PROCESSES": "2"}
    with pytest.raises(CannotStart, match="REITTI_RASA_PORT"):
        complete(*settings(**env))


def test_rasa_gets_a_new_secret_at_each_start_unless_one_is_set():
    first, second = complete(*settings()).rasa_secret, complete(*settings()).rasa_secret
    assert len(first) > 30
    assert first != second
    assert complete(*settings(REITTI_RASA_SECRET="kept")).rasa_secret == "kept"


def test_a_part_reads_the_very_settings_of_the_supervisor():
    chosen = complete(*settings(REITTI_DEMO="0", REITTI_CODE_DAYS="3"))
    told = web_environment(chosen, {"HOME": "/home/x"})
    assert Settings.from_environment(told) == chosen
    assert told["HOME"] == "/home/x"


def test_rasa_is_kept_from_calling_home_and_from_the_casework():
    told = rasa_environment(settings()[0], {"RASA_TELEMETRY_ENABLED": "true"})
    assert told["RASA_TELEMETRY_ENABLED"] == "false"
    assert "REITTI_DATABASE_URL" not in told
    assert "REITTI_TRACKER_URL" in told


def test_rasa_listens_on_loopback_only_with_the_recorded_model(tmp_path):
    chosen, env = settings(REITTI_HOST="0.0.0.0", REITTI_MODELS_DIR=str(tmp_path))
    part = rasa_part(chosen, ModelRecord("reitti-1.tar.gz", "", ""), env)
    argv = [str(word) for word in part.argv]
    assert argv[argv.index("--interface") + 1] == "127.0.0.1"
    assert argv[argv.index("--model") + 1] == str(tmp_path / "reitti-1.tar.gz")
    with pytest.raises(CannotStart, match="is gone"):
        part.check()


@pytest.mark.parametrize(
    ("host", "asked"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("::", "127.0.0.1")],
)
def test_the_web_process_is_asked_where_it_listens(host, asked):
    chosen, env = settings(REITTI_HOST=host)
    assert web_part(chosen, env).ready_url == f"http://{asked}:{chosen.port}/health/ready"
