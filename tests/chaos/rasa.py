"""The stand-in for Rasa in a process of its own. `python -m tests.chaos.rasa PORT ACTIONS FILE`.

The file holds what it is to complain of ("model", "tracker_store", "lock_store"), or nothing.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import aiohttp
from aiohttp import web
from yarl import URL

from actions.server import SECRET_HEADER
from tests.integration.rasa_stand_in import SECRET, RasaStandIn


class Elsewhere:
    """The actions, in the web process."""

    def __init__(self, port: int) -> None:
        self._url = URL(f"http://127.0.0.1:{port}")

    def make_url(self, path: str) -> URL:
        return self._url.with_path(path)


class StandInProcess(RasaStandIn):
    """Like Rasa, it waits ten seconds for an action and no longer."""

    def __init__(self, actions: int, ill: Path) -> None:
        self.refuse, self.heard, self.forgotten, self.knocks, self._taught = set(), [], [], 0, {}
        self._actions, self._ill = Elsewhere(actions), ill

    @property
    def away(self) -> bool:
        return bool(self._ill.read_text())

    async def _health(self, request):
        if self.away:
            return web.json_response({"reason": self._ill.read_text()}, status=503)
        return web.json_response({"model": "stand-in"})

    async def _message(self, request):
        try:
            return await super()._message(request)
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return web.json_response({"reason": "action"}, status=503)

    async def serve(self, port: int) -> None:
        self._calls = aiohttp.ClientSession(
            headers={SECRET_HEADER: SECRET}, timeout=aiohttp.ClientTimeout(total=10)
        )
        runner = web.AppRunner(self._door(), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    port, actions, ill = sys.argv[1:]
    asyncio.run(StandInProcess(int(actions), Path(ill)).serve(int(port)))
