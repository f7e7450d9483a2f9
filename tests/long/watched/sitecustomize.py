"""Put on PYTHONPATH: writes down every address that any of the service's processes asks for."""

import os
import sys

_WATCHED = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
_LOG = os.environ.get("NET_LOG")


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _WATCHED or _LOG is None:
        return
    asked = arguments[0] if event.startswith("socket.get") else arguments[1]
    line = f"{sys.executable}\t{event}\t{asked!r}\n"
    handle = os.open(_LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(handle, line.encode())
    os.close(handle)


sys.addaudithook(_note)
# Its connections pass by the hook; without it the same code uses the loop of the library.
sys.modules["uvloop"] = None  # type: ignore[assignment]
