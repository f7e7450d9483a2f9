"""``reitti permitted-sites``: what the proxy of a prison must let through, and nothing more."""

from __future__ import annotations

import argparse

from bot.casework.errors import BadInput
from bot.cli.parsers import Parsers
from bot.cli.working import command, look
from bot.content.sites import load_sites
from bot.settings import Settings

FORMATS = ("plain", "squid", "pac")


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "permitted-sites", help="what a prison's proxy must let through", description=__doc__
    )
    parser.add_argument("--prison", required=True, metavar="ID")
    parser.add_argument("--format", choices=FORMATS, default="plain")
    parser.add_argument(
        "--origin", metavar="URL", help="as the cells reach the service: https://reitti.example"
    )
    parser.add_argument(
        "--proxy", default="proxy:3128", metavar="HOST:PORT", help="the proxy, for the PAC file"
    )
    parser.set_defaults(run=run, wrong_use=parser.error)


@command
def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the list."""
    # The table of pages is the web application's own.
    from bot.web.permitted_sites import as_pac, as_plain, as_squid, sites  # noqa: PLC0415

    prison = arguments.prison
    if look(settings, lambda uow: uow.prisons.get(prison)) is None:
        raise BadInput("unknown_prison")
    permitted = load_sites(settings.data_dir / "permitted_sites.yml")
    origin = arguments.origin or f"http://{settings.host}:{settings.port}"
    try:
        found = sites(origin, permitted.video_of(prison, settings.meeting_host), permitted.texts)
    except ValueError:
        arguments.wrong_use("--origin is a scheme and a host, like https://reitti.example")
    if arguments.format == "squid":
        print(as_squid(found))
    elif arguments.format == "pac":
        print(as_pac(found, arguments.proxy))
    else:
        print(as_plain(found))
    return 0
