"""Stock Rasa as its own commands start it: server, action server, SQLite tracker store."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from bench.load import Refused
from bench.machine import Say, free_port
from bench.script import Step, stock_message
from bench.sides import RunningSide
from bench.training import PROJECT, ensure_model, stock_environment
from bot.supervise.parts import RASA_PYTHON
from bot.supervise.probe import http_status

ASK = "utter_ask_needs_form_"


def questions() -> dict[str, str]:
    """The slot that each question asks for, and the end, by the words of the domain."""
    responses = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    return {
        variants[0]["text"]: name.removeprefix(ASK).removeprefix("utter_")
        for name, variants in responses.items()
    }


class Sender:
    """A person who talks to Rasa's REST channel."""

    def __init__(self, http: aiohttp.ClientSession, base: str, names: dict[str, str]) -> None:
        self._http = http
        self._url = f"{base}/webhooks/rest/webhook"
        self._names = names
        self._id = uuid.uuid4().hex

    async def say(self, step: Step) -> str | None:
        body = {"sender": self._id, "message": stock_message(step)}
        async with self._http.post(self._url, json=body) as reply:
            if reply.status != 200:
                raise Refused(f"status {reply.status}")
            return self._asked(await reply.json())

    def _asked(self, messages: list[dict[str, Any]]) -> str | None:
        return self._names.get(messages[-1].get("text", "")) if messages else None


class Stock(RunningSide):
    """Rasa and rasa-sdk's action server, each in its own process."""

    name = "stock"

    def __init__(self, home: Path, var_dir: Path, say: Say) -> None:
        super().__init__(say)
        self._var_dir = var_dir
        self._model: Path | None = None
        self._names = questions()
        self._port, self._actions_port = free_port(), free_port()
        self._base = f"http://127.0.0.1:{self._port}"
        self._env = {
            **stock_environment(),
            "STOCK_ACTIONS_PORT": str(self._actions_port),
            "STOCK_TRACKER_DB": str(home / "stock-tracker.db"),
            "STOCK_SUMMARY_DB": str(home / "stock-summary.db"),
        }

    async def prepare(self) -> None:
        self._model = await ensure_model(self._var_dir, self._say)

    async def _is_ready(self) -> bool:
        # Rasa listens only when its model is loaded.
        return await http_status(f"{self._base}/webhooks/rest/", 5) == 200

    async def _get_ready(self) -> None:
        # A sender's name is all that a person needs here.
        return

    async def _start_processes(self) -> None:
        assert self._model is not None  # prepare() found it
        actions = (
            *(RASA_PYTHON, "-m", "rasa_sdk", "--actions", "actions"),
            *("--port", str(self._actions_port)),
        )
        rasa = (
            *(RASA_PYTHON, "-m", "rasa", "run", "--interface", "127.0.0.1"),
            *("--port", str(self._port), "--model", self._model),
            *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
        )
        await self._launch("actions", actions, self._env, PROJECT)
        await self._launch("rasa", rasa, self._env, PROJECT)

    async def people(self, count: int) -> Sequence[Sender]:
        return [Sender(self.http, self._base, self._names) for _ in range(count)]
