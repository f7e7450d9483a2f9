"""The parts of the service: Rasa, in one process or more, and the web process that also runs
the actions."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.settings import ROOT, Settings
from bot.supervise.environment import rasa_environment, web_environment
from bot.supervise.model import ModelRecord, ModelRefused, verify
from bot.supervise.watch import CannotStart, Part

RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"


def rasa_parts(settings: Settings, record: ModelRecord, env: Mapping[str, str]) -> list[Part]:
    """All Rasa processes of this instance."""
    each = [replace(settings, rasa_port=port) for port in settings.rasa_ports]
    parts = [rasa_part(its, record, env) for its in each]
    if len(parts) == 1:
        return parts
    return [replace(part, name=f"rasa-{number}") for number, part in enumerate(parts, start=1)]


def rasa_part(settings: Settings, record: ModelRecord, env: Mapping[str, str]) -> Part:
    """Rasa with one named model, on a loopback port."""

    def check() -> None:
        try:
            verify(record, settings.models_dir)
        except ModelRefused as refusal:
            raise CannotStart(str(refusal)) from None

    return Part(
        name="rasa",
        argv=(
            *(RASA_PYTHON, "-m", "bot.supervise.rasa", "run"),
            *("--interface", "127.0.0.1", "--port", str(settings.rasa_port)),
            *("--model", settings.models_dir / record.model),
            *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
        ),
        env=rasa_environment(settings, env),
        cwd=ROOT,
        ready_url=f"http://127.0.0.1:{settings.rasa_port}/webhooks/reitti/health",
        # Its health is also bad when it has lost its tracker store and forgets in silence.
        restart_when_not_ready=True,
        check=check,
    )


def web_part(settings: Settings, env: Mapping[str, str]) -> Part:
    """Pages, the JSON API and the actions."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    host = f"[{host}]" if ":" in host else host
    return Part(
        name="web",
        argv=(Path(sys.executable).with_name("reitti"), "serve"),
        env=web_environment(settings, env),
        cwd=ROOT,
        ready_url=f"http://{host}:{settings.port}/health/ready",
    )
