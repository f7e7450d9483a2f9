"""``reitti keys``: the key ring that seals what people wrote."""

from __future__ import annotations

import argparse
import time

from bot.cli.parsers import Parsers
from bot.cli.working import command, prepare_database
from bot.persistence.keys import read_ring, write_ring
from bot.persistence.sealing import LOOK_EVERY, code_key_of
from bot.persistence.tracker_keys import drop_tracker_rows
from bot.persistence.turning import keys_in_use, reseal_all
from bot.settings import Settings

_ROTATE = """A new key, and everything sealed anew under it, while the service runs. Stopped
half-way it goes on where it was when it is called again. Keep a copy of the new key file, and
restart Rasa before the old key is retired."""
_RETIRE = """Takes out of the ring every key that nothing is sealed under any more. Backups
that were made under it can't be read after that."""


def add_parser(commands: Parsers) -> None:
    """Describe the commands."""
    verbs = commands.add_parser("keys", help="the key ring", description=__doc__).add_subparsers(
        dest="verb", required=True
    )
    for name, run, told, helped in (
        ("list", show, "Names and how much is sealed under each; never a key.", "what is in use"),
        ("rotate", rotate, _ROTATE, "a new key, everything sealed anew"),
        ("retire", retire, _RETIRE, "drop keys that are no longer used"),
    ):
        parser = verbs.add_parser(name, help=helped, description=told)
        parser.set_defaults(run=run)


@command
def show(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Each key with its use."""
    prepare_database(settings)
    ring, used = read_ring(settings.key_file), keys_in_use(settings)
    for name in ring.keys:
        mark = " (current)" if name == ring.current else ""
        print(f"{name}{mark}: {used[name]} values")
    return 0


@command
def rotate(_arguments: argparse.Namespace, settings: Settings) -> int:
    """A new key unless the last turn is unfinished; then everything that is sealed otherwise."""
    prepare_database(settings)
    ring = read_ring(settings.key_file)
    if set(keys_in_use(settings)) <= {ring.current}:
        ring = ring.with_new_key()
        write_ring(settings.key_file, ring)
    else:
        print(f"Going on with the key {ring.current}")
    done = reseal_all(settings)
    # A running service sees the new key at its next look; what it sealed until then is next.
    time.sleep(LOOK_EVERY + 1)
    done += reseal_all(settings)
    print(f"Sealed {done} values anew; the current key is {ring.current}")
    return 0


@command
def retire(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Only what is in use stays; codes on paper stay good."""
    prepare_database(settings)
    ring, used = read_ring(settings.key_file), keys_in_use(settings)
    codes = code_key_of(ring)
    gone = [name for name in ring.keys if name != ring.current and not used[name]]
    for name in gone:
        ring = ring.without(name)
    if not gone:
        print("Every key of the ring is in use")
        return 0
    write_ring(settings.key_file, ring.keeping(codes))
    rows = drop_tracker_rows(settings, set(ring.keys))
    print(f"Retired {', '.join(gone)}; {rows} conversations of Rasa begin afresh")
    return 0
