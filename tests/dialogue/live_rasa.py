"""A real Rasa with the trained model, and a small stand-in for the actions it calls."""

from __future__ import annotations

import base64
import json
import os
import secrets
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.settings import ROOT
from bot.supervise.model import read_record
from tests.programs import rasa_python
from tests.servers import die_with_parent, free_port

START_SECONDS = 90
TODAY = "2026-11-24"


def trained_model() -> Path:
    """The model of this checkout; `make test-dialogue` trains it before."""
    named = os.environ.get("REITTI_TEST_MODEL")
    if named:
        return Path(named)
    models = Path(os.environ.get("REITTI_MODELS_DIR") or ROOT / "models")
    record = read_record(models)
    if record is None:
        raise RuntimeError("no trained model: make train")
    return models / record.model


class FakeActions:
    """Takes Rasa's action calls, keeps them, and answers each with one payload."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.status = 200
        self.port = free_port()
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        actions = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                actions.calls.append(call)
                said = call["tracker"]["latest_message"]["text"]
                if actions.status != 200:
                    body = {"error": f"refused: {said}", "action_name": call["next_action"]}
                else:
                    payload = {"say": call["next_action"]}
                    body = {"events": [], "responses": [{"custom": payload}]}
                data = json.dumps(body).encode()
                self.send_response(actions.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


@dataclass
class LiveRasa:
    """One Rasa process, what it writes, and the only way to talk to it."""

    folder: Path
    actions: FakeActions
    tracker_url: str
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def tracker_file(self) -> Path:
        return self.folder / "tracker.db"

    @property
    def log(self) -> str:
        return (self.folder / "rasa.log").read_text(errors="replace")

    def start(self, *options: str) -> None:
        python = rasa_python()
        assert python is not None
        key_file = self.folder / "keys.json"
        if not key_file.exists():
            key = base64.b64encode(secrets.token_bytes(32)).decode()
            key_file.write_text(json.dumps({"current": "k1", "keys": {"k1": key}}))
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "RASA_TELEMETRY_ENABLED": "false",
            "REITTI_RASA_SECRET": self.secret,
            "REITTI_ACTIONS_PORT": str(self.actions.port),
            "REITTI_TRACKER_URL": self.tracker_url,
            "REITTI_KEY_FILE": str(key_file),
            "REITTI_TURN_SECONDS": "15",
        }
        arguments = [
            *(python, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(self.port)),
            *("--model", str(trained_model()), "--endpoints", "endpoints.yml"),
            *("--credentials", "credentials.yml", *options),
        ]
        with (self.folder / "rasa.log").open("ab") as log:
            self.process = subprocess.Popen(
                arguments, cwd=ROOT, env=env, stdout=log, stderr=log, preexec_fn=die_with_parent
            )
        self._wait()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
            self.process = None

    def health(self) -> tuple[int, dict[str, Any]]:
        return self.request("GET", "health")

    def message(self, **fields: Any) -> tuple[int, dict[str, Any]]:
        turn = {
            "sender": "person-1",
            "message_id": secrets.token_hex(8),
            "text": None,
            "choice": None,
            "intent": None,
            "lang": "fi",
            "today": TODAY,
            "question": None,
        }
        return self.request("POST", "message", {**turn, **fields})

    def parse(self, text: str, lang: str = "fi") -> dict[str, Any]:
        status, found = self.request("POST", "parse", {"text": text, "lang": lang, "today": TODAY})
        assert status == 200, found
        return found

    def request(
        self, method: str, route: str, body: Any = None, secret: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = {"X-Reitti-Secret": self.secret if secret is None else secret}
        url = f"http://127.0.0.1:{self.port}/webhooks/reitti/{route}"
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            content = error.read()
            return error.code, json.loads(content) if content.startswith(b"{") else {}

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process is not None and self.process.poll() is None, self.log[-3000:]
            try:
                self.health()
                return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"Rasa did not start:\n{self.log[-3000:]}")


@contextmanager
def live_rasa(folder: Path, tracker_url: str | None = None, *options: str) -> Iterator[LiveRasa]:
    actions = FakeActions()
    actions.start()
    url = tracker_url or f"sqlite:///{folder / 'tracker.db'}"
    rasa = LiveRasa(folder, actions, url)
    try:
        rasa.start(*options)
        yield rasa
    finally:
        rasa.stop()
        actions.stop()
