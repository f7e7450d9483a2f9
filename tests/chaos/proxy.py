"""A way between two parts of the service that can be broken in five manners."""

from __future__ import annotations

import asyncio
import contextlib

MODES = ("pass", "down", "slow", "hang", "reset", "cut", "slice")
SLOW = 0.25
# Most bytes that go in one piece when a way is sliced.
SLICE = 41


class Way:
    """Listens on a port and passes on to another, in the present ``mode``.

    down: nobody gets in, and who is in is thrown out; slow: every piece waits; hang: nothing
    moves; reset: the next piece ends the connection; cut: half of it goes through first;
    slice: everything comes in small pieces.
    """

    def __init__(self, to_port: int) -> None:
        self.to_port = to_port
        self.port = 0
        self.mode = "pass"
        self._inside: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._come_in, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self._server.close()
        self.throw_out()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def set(self, mode: str) -> None:
        assert mode in MODES
        self.mode = mode
        if mode == "down":
            self.throw_out()

    def throw_out(self) -> None:
        for writer in list(self._inside):
            writer.transport.abort()

    async def _come_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mode == "down":
            writer.transport.abort()
            return
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.to_port)
        except OSError:
            writer.transport.abort()
            return
        self._inside |= {writer, back}
        both = [
            asyncio.ensure_future(self._carry(reader, back)),
            asyncio.ensure_future(self._carry(there, writer)),
        ]
        self._tasks.update(both)
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait(both, timeout=0.5)
        except asyncio.CancelledError:
            # The place closes; asyncio would write about it.
            return
        finally:
            for task in both:
                task.cancel()
            self._tasks.difference_update(both)
            for each in (writer, back):
                self._inside.discard(each)
                each.transport.abort() if self.mode in ("reset", "cut") else each.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(65536):
                await self._wait()
                if self.mode == "reset":
                    return writer.transport.abort()
                if self.mode == "cut":
                    writer.write(piece[: len(piece) // 2])
                    await writer.drain()
                    return None
                for part in self._parts(piece):
                    writer.write(part)
                    await writer.drain()
        return None

    async def _wait(self) -> None:
        if self.mode == "slow":
            await asyncio.sleep(SLOW)
        while self.mode == "hang":  # noqa: ASYNC110 - any change of the mode ends it
            await asyncio.sleep(0.02)

    def _parts(self, piece: bytes) -> list[bytes]:
        if self.mode != "slice":
            return [piece]
        return [piece[at : at + SLICE] for at in range(0, len(piece), SLICE)]
