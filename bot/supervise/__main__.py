"""`python -m bot.supervise`: run (what `make run` calls), train, model, prepare, rasa."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import time
from collections.abc import Coroutine
from typing import Any

from bot.settings import ROOT, SettingError, Settings
from bot.supervise.environment import complete, training_environment, web_environment
from bot.supervise.model import ModelRefused, inputs_sha256, is_current, read_record
from bot.supervise.parts import RASA_PYTHON, rasa_part, rasa_parts, web_part
from bot.supervise.prepare import prepare
from bot.supervise.process import Child, die_with, run_to_end
from bot.supervise.train import ensure_model
from bot.supervise.watch import CannotStart, Supervisor

COMMANDS = ("run", "train", "model", "prepare", "rasa")


def say(line: str) -> None:
    """One line for the operator; never a person's words."""
    print(line, flush=True)


async def run(settings: Settings) -> None:
    """Make what is missing, start the parts, keep them running."""
    began = time.monotonic()
    env = dict(os.environ)
    settings = complete(settings, env)
    logins: list[str] = []
    code = await run_to_end(
        (sys.executable, "-m", "bot.supervise", "prepare"),
        web_environment(settings, env),
        ROOT,
        logins.append,
    )
    if code != 0:
        for line in logins:
            say(line)
        raise CannotStart("The database could not be prepared.")
    record = await ensure_model(
        ROOT, settings.models_dir, RASA_PYTHON, training_environment(settings, env), say
    )
    say("Starting")
    web = web_part(settings, env)

    def when_ready() -> None:
        address = web.ready_url.removesuffix("health/ready")
        say(f"\nReitti is ready after {time.monotonic() - began:.1f} s: {address}")
        for line in logins:
            say(line)
        say("Ctrl-C stops it.\n")

    await Supervisor([*rasa_parts(settings, record, env), web], say).run(when_ready)


async def train(settings: Settings) -> None:
    """Train when the inputs changed."""
    env = training_environment(settings, os.environ)
    record = await ensure_model(ROOT, settings.models_dir, RASA_PYTHON, env, say)
    say(f"The model is {record.model}")


def show_prepared(settings: Settings) -> int:
    """Make what is missing; 1 with one line when that can't be."""
    try:
        lines = prepare(settings)
    except CannotStart as refusal:
        say(str(refusal))
        return 1
    for line in lines:
        say(line)
    return 0


def show_model(settings: Settings) -> int:
    """Print the path of the model that `run` would start; 1 when it must be trained first."""
    record = read_record(settings.models_dir)
    if record is None or not is_current(record, settings.models_dir, inputs_sha256(ROOT)):
        print("The model must be trained first: make train", file=sys.stderr)
        return 1
    say(str(settings.models_dir / record.model))
    return 0


def become_rasa(settings: Settings) -> int:  # noqa: RET503 - nothing comes after execve
    """Turn into one Rasa process with the current model: for whoever keeps processes otherwise,
    as systemd or a container does. 1 when there is no model that was trained from these files."""
    if show_model(settings) != 0:
        return 1
    record = read_record(settings.models_dir)
    assert record is not None  # noqa: S101 - show_model has read it
    part = rasa_part(settings, record, os.environ)
    try:
        part.check()
    except CannotStart as refusal:
        print(refusal, file=sys.stderr)
        return 1
    os.execve(part.argv[0], [str(word) for word in part.argv], dict(part.env))  # noqa: S606


async def until_signal(work: Coroutine[Any, Any, None]) -> int:
    """Do the work; the first Ctrl-C or SIGTERM ends it in order, the second at once."""
    task = asyncio.ensure_future(work)

    def stop() -> None:
        if task.cancelling():
            for child in list(Child.alive):
                child.kill()
        else:
            say("Stopping")
            task.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        say("Stopped")
    except (CannotStart, ModelRefused) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def main() -> int:
    """Read the command line and the settings."""
    parser = argparse.ArgumentParser(prog="python -m bot.supervise", description=__doc__)
    parser.add_argument("command", nargs="?", default="run", choices=COMMANDS)
    command = parser.parse_args().command
    if "MAKELEVEL" in os.environ:
        # Started by make: when make is killed, nobody is left to press Ctrl-C.
        die_with(os.getppid(), signal.SIGTERM)
    try:
        settings = Settings.from_environment()
    except SettingError as error:
        print(error, file=sys.stderr)
        return 1
    if command == "prepare":
        return show_prepared(settings)
    if command == "rasa":
        return become_rasa(settings)
    if command == "model":
        return show_model(settings)
    return asyncio.run(until_signal(run(settings) if command == "run" else train(settings)))


if __name__ == "__main__":
    sys.exit(main())
