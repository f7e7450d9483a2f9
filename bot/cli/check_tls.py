"""``reitti check-tls``: whether the address that people use is safe on the way.

Run from a machine that is not the service's own, before the first person is let in and every
night: it trusts the authorities that the system trusts, and nothing else.
"""

from __future__ import annotations

import argparse
import http.client
import socket
import ssl
import sys
import warnings
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from bot.cli.parsers import Parsers
from bot.settings import Settings

SECONDS = 10.0
_TOO_OLD = ssl.TLSVersion.TLSv1_1


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "check-tls", help="whether the public address is safe on the way", description=__doc__
    )
    parser.add_argument("url", metavar="URL", help="as people open it: https://reitti.example")
    parser.add_argument(
        "--plain-port", type=int, default=80, metavar="N", help="where http would be asked for"
    )
    parser.set_defaults(run=run, wrong_use=parser.error)


def run(arguments: argparse.Namespace, _settings: Settings) -> int:
    """0 and one line when all is well; 1 and a line for each fault."""
    address = urlsplit(arguments.url)
    if address.scheme != "https" or not address.hostname:
        arguments.wrong_use("URL is one that begins with https://")
    faults = list(check(address, arguments.plain_port))
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print("TLS is as it must be")
    return 1 if faults else 0


def check(address: SplitResult, plain_port: int = 80) -> Iterator[str]:
    """What is wrong with the way to this address, line by line."""
    host, port = address.hostname or "", address.port or 443
    try:
        yield from _encrypted(host, port)
    except ssl.SSLCertVerificationError as error:
        yield f"the certificate is not trusted: {error.verify_message}"
    except (OSError, http.client.HTTPException) as error:
        yield f"no answer over TLS: {type(error).__name__}"
        return
    if _speaks_old_tls(host, port):
        yield "TLS 1.1 or older is spoken"
    if _answers_in_the_clear(host, plain_port):
        yield f"port {plain_port} answers without TLS"


def _encrypted(host: str, port: int) -> Iterator[str]:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    asking = http.client.HTTPSConnection(host, port, timeout=SECONDS, context=context)
    try:
        asking.request("GET", "/")
        told = asking.getresponse().getheader("Strict-Transport-Security", "")
    finally:
        asking.close()
    if "max-age=" not in told:
        yield "browsers are not told to come by https alone (Strict-Transport-Security)"


def _speaks_old_tls(host: str, port: int) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Only whether it is spoken at all is asked here; nothing is sent.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, _TOO_OLD
    context.set_ciphers("ALL:@SECLEVEL=0")
    try:
        with (
            socket.create_connection((host, port), SECONDS) as raw,
            context.wrap_socket(raw, server_hostname=host),
        ):
            return True
    except OSError:
        return False


def _answers_in_the_clear(host: str, port: int) -> bool:
    """A redirection to https is no answer; neither is a refusal."""
    asking = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        asking.request("GET", "/")
        answer = asking.getresponse()
        leads = answer.getheader("Location", "")
        return not (leads.startswith("https://") or answer.status in (400, 403, 426))
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
