"""What each part is told through its environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import fields, replace

from bot.settings import ROOT, Settings, port_is_free
from bot.supervise.watch import CannotStart

# One Rasa process on one core of two: more threads only fight each other for it.
RASA = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SANIC_WORKERS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "MALLOC_ARENA_MAX": "2",
    "LOG_LEVEL": "WARNING",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    # Training is forced anyway; a cache would only fill the disk.
    "RASA_MAX_CACHE_SIZE": "0",
}

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_INTRA_OP_PARALLELISM_THREADS")

# Below the ports that the kernel gives to outgoing connections, so that one that was
# found free is still free when the part starts, and when it starts again.
INNER_PORTS = range(20000, 30000)


def complete(settings: Settings, env: Mapping[str, str]) -> Settings:
    """Choose what the operator left open: inner ports that are free, a secret for Rasa."""
    if not port_is_free(settings.port, settings.host):
        raise CannotStart(
            f"Port {settings.port} is taken; choose another one: REITTI_PORT=8090 make run"
        )
    taken = {settings.port}
    rasa_port = _inner_port(
        "REITTI_RASA_PORT", settings.rasa_port, env, taken, settings.rasa_processes
    )
    actions_port = _inner_port("REITTI_ACTIONS_PORT", settings.actions_port, env, taken)
    return replace(
        settings,
        rasa_port=rasa_port,
        actions_port=actions_port,
        rasa_secret=settings.rasa_secret or secrets.token_urlsafe(32),
    )


def _inner_port(
    name: str, port: int, env: Mapping[str, str], taken: set[int], count: int = 1
) -> int:
    """The first of ``count`` ports that follow each other."""

    def is_free(first: int) -> bool:
        ports = range(first, first + count)
        return taken.isdisjoint(ports) and all(map(port_is_free, ports))

    if not env.get(name):
        tries = secrets.SystemRandom().sample(INNER_PORTS, 100)
        port = next(port for port in tries if is_free(port))
    elif not is_free(port):
        raise CannotStart(f"Port {port} ({name}) is taken.")
    taken.update(range(port, port + count))
    return port


def web_environment(settings: Settings, env: Mapping[str, str]) -> dict[str, str]:
    """The operator's environment with every setting spelled out."""
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    told = {
        f"REITTI_{name.upper()}": str(int(value) if isinstance(value, bool) else value)
        for name, value in values.items()
        # What is not set stays unset.
        if value is not None
    }
    return {**env, **told, "PYTHONUNBUFFERED": "1"}


def rasa_environment(settings: Settings, env: Mapping[str, str]) -> dict[str, str]:
    """The same with Rasa kept quiet and small, and without the way to the casework."""
    told = web_environment(settings, env)
    for name in ("REITTI_DATABASE_URL", "REITTI_OIDC_CLIENT_SECRET"):
        del told[name]
    # What the operator has put before ours stays before it.
    paths = [path for path in env.get("PYTHONPATH", "").split(os.pathsep) if path]
    paths = [*paths, *([] if str(ROOT) in paths else [str(ROOT)])]
    return {**told, **RASA, "PYTHONPATH": os.pathsep.join(paths)}


def training_environment(settings: Settings, env: Mapping[str, str]) -> dict[str, str]:
    """Rasa's environment with every core: nobody is waiting for an answer meanwhile."""
    cores = str(os.cpu_count() or 1)
    threads = dict.fromkeys(_THREADS, cores)
    return {**rasa_environment(settings, env), **threads}
