"""The command line: ``reitti``. Exit code 0 done, 1 refused with one line, 2 wrong use."""

from __future__ import annotations

import argparse
import sys

from bot.cli import (
    audit,
    backup,
    check_content,
    check_tls,
    client,
    code,
    export,
    keys,
    migrate,
    permitted_sites,
    prison,
    purge,
    restore,
    serve,
    understand,
    user,
)
from bot.settings import SettingError, Settings

COMMANDS = (
    serve,
    migrate,
    prison,
    user,
    code,
    client,
    purge,
    backup,
    restore,
    export,
    audit,
    keys,
    permitted_sites,
    understand,
    check_content,
    check_tls,
)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, run one command."""
    parser = argparse.ArgumentParser(prog="reitti", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for module in COMMANDS:
        module.add_parser(commands)
    chosen = parser.parse_args(arguments)
    try:
        settings = Settings.from_environment()
    except SettingError as error:
        print(error, file=sys.stderr)
        return 1
    code: int = chosen.run(chosen, settings)
    return code


if __name__ == "__main__":
    sys.exit(main())
