"""One HTTP question over loopback, without a client library in the supervisor's memory."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from urllib.parse import urlsplit


async def http_status(url: str, timeout: float) -> int | None:  # noqa: ASYNC109 - covers both steps
    """The status that a GET gets, or None when nothing answers in time."""
    try:
        async with asyncio.timeout(timeout):
            return await _ask(url)
    except (OSError, ValueError, IndexError, TimeoutError):
        return None


async def _ask(url: str) -> int:
    target = urlsplit(url)
    reader, writer = await asyncio.open_connection(target.hostname, target.port)
    try:
        writer.write(
            f"GET {target.path or '/'} HTTP/1.1\r\n"
            f"Host: {target.netloc}\r\nConnection: close\r\n\r\n".encode()
        )
        await writer.drain()
        # "HTTP/1.1 200 OK"
        return int((await reader.readline()).split()[1])
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def main() -> int:
    """`python -m bot.supervise.probe URL`: 0 when it answers 200; for a container's probe."""
    return 0 if asyncio.run(http_status(sys.argv[1], 7)) == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
