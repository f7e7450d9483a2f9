"""The only road to Rasa: its own channel on a loopback port, with a shared secret."""

from __future__ import annotations

import datetime as dt
import time
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import aiohttp


class RasaAway(Exception):
    """The message was not heard; it may be sent again under the same id.

    ``only_this``: the message itself was the trouble; others may go through.
    """

    def __init__(self, reason: str, *, only_this: bool = False) -> None:
        super().__init__(reason)
        self.only_this = only_this


class NobodyThere(RasaAway):
    """Nothing listens at that port: the message has reached no Rasa at all."""


# Malformed or too large: it will be so the next time too.
_ONLY_THIS = (400, 413)


class RasaClient:
    """Sends one message of one person; Rasa's action has stored the reply when it answers."""

    def __init__(
        self,
        ports: Sequence[int],
        secret: str,
        timeout: float,
        told: Callable[[float, bool], None] = lambda _seconds, _taken: None,
    ) -> None:
        """``ports``: one for each Rasa process. A person's messages go to one and the same;
        to another only when nothing listens there. ``told``: how long each turn took, and
        whether Rasa took it."""
        self._told = told
        self._bases = [f"http://127.0.0.1:{port}/webhooks/reitti" for port in ports]
        self._headers = {"X-Reitti-Secret": secret}
        self._timeout = aiohttp.ClientTimeout(total=timeout, connect=2)
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Begin; trust_env stays off: no proxy stands between two loopback ports."""
        connector = aiohttp.TCPConnector(limit=100)
        self._session = aiohttp.ClientSession(
            connector=connector, headers=self._headers, timeout=self._timeout
        )

    async def close(self) -> None:
        """End."""
        if self._session is not None:
            await self._session.close()

    async def message(
        self,
        *,
        sender: str,
        message_id: str,
        text: str | None,
        choice: str | None,
        intent: str | None,
        lang: str,
        today: dt.date,
        question: str | None,
        looked: bool = False,
    ) -> dict[str, Any]:
        """The payload of the one action that the message led to; raises RasaAway.

        ``looked``: the lexicon of danger has been asked about this text and found nothing.
        """
        body = {
            "sender": sender,
            "message_id": message_id,
            "text": text,
            "choice": choice,
            "intent": intent,
            "lang": lang,
            "today": today.isoformat(),
            "question": question,
            "looked": looked,
        }
        began, taken = time.monotonic(), False
        try:
            answer = await self._post("message", body)
            payload: dict[str, Any] = dict(answer["messages"][-1])
            taken = True
            return payload
        except (KeyError, IndexError, TypeError, ValueError):
            raise RasaAway("no answer") from None
        finally:
            self._told(time.monotonic() - began, taken)

    async def forget(self, sender: str) -> None:
        """Delete what Rasa keeps of this person; raises RasaAway."""
        await self._post("forget", {"sender": sender})

    async def parts(self) -> dict[str, bool]:
        """Whether a turn could be handled now, and what stands in its way: Rasa itself, what it
        remembers with (``tracker``), the model. What can't be asked counts as not working."""
        reasons = [await self._trouble(base) for base in self._bases]
        reason = next((reason for reason in reasons if reason is not None), None)
        return {
            "rasa": reason is None,
            "tracker": reason is None,
            "model": reason in (None, "tracker_store", "lock_store"),
        }

    async def _trouble(self, base: str) -> str | None:
        """One word, or None when all is well."""
        if self._session is None:
            return "closed"
        try:
            async with self._session.get(f"{base}/health") as response:
                if response.status == 200:
                    return None
                return str((await response.json())["reason"])
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError):
            return "away"

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        first = zlib.crc32(str(body["sender"]).encode()) % len(self._bases)
        *others, last = self._bases[first:] + self._bases[:first]
        for base in others:
            try:
                return await self._post_to(base, path, body)
            except NobodyThere:
                continue
        return await self._post_to(last, path, body)

    async def _post_to(self, base: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        if self._session is None:
            raise RasaAway("closed")
        try:
            async with self._session.post(f"{base}/{path}", json=body) as response:
                if response.status != 200:
                    only_this = response.status in _ONLY_THIS
                    raise RasaAway(str(response.status), only_this=only_this)
                answer: dict[str, Any] = await response.json()
                return answer
        except aiohttp.ClientConnectorError as error:
            raise NobodyThere(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise RasaAway(type(error).__name__) from None
