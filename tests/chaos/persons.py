"""People who are interviewed by program: they do what the page does when something breaks."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

# A person waits no longer than this for anything; whatever was broken is whole again by then.
PATIENCE = 40.0
# What the page says in plain words: try again, sign in again, something else is asked now.
IN_WORDS = (401, 404, 409, 429, 503)
TROUBLE = (aiohttp.ClientError, OSError, TimeoutError, ValueError)


class GaveUp(Exception):
    """Something that never came back."""


@dataclass
class Person:
    """One person; what was acknowledged to them, and what went wrong that may not."""

    number: int
    code: str
    client_id: str
    url: str
    luck: random.Random
    turns: int
    acknowledged: list[str] = field(default_factory=list)
    sent: int = 0
    wishes: int = 0
    retries: int = 0
    faults: list[str] = field(default_factory=list)
    # Answers that came: how far everybody is.
    steps: int = 0
    _key: int = 0

    async def live(self) -> None:
        """Sign in, answer, send the summary, wish for a meeting."""
        timeout = aiohttp.ClientTimeout(total=5)
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar, timeout=timeout) as self._http:
            await self._sign_in()
            await self._say({"choice": "agree", "question": "consent"})
            await self._say_words("I have no home and I have debts")
            for _ in range(self.turns):
                await asyncio.sleep(self.luck.uniform(0, 0.05))
                await self._answer()
            await self._send()

    async def _answer(self) -> None:
        asked = await self._asked()
        choices = [each["id"] for each in asked["choices"] if each["id"] in ("yes", "no", "skip")]
        if choices and self.luck.random() < 0.6:
            await self._say({"choice": self.luck.choice(choices), "question": asked["question"]})
        else:
            await self._say_words("so it is")

    async def _asked(self) -> dict[str, Any]:
        """What the page asks now: it looks until the answer to what was said is there."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            thread = await self._call("GET", "thread")
            last = thread["messages"][-1]
            if last["from"] == "assistant":
                return last
            await asyncio.sleep(0.1)
        raise GaveUp("no answer came")

    async def _say_words(self, words: str) -> None:
        self._key += 1
        text = f"{words}, says {self.number}.{self._key}"
        if await self._say({"text": text}):
            self.acknowledged.append(text)

    async def _say(self, body: dict[str, str]) -> bool:
        """Whether it was taken; it is not when something else is asked now."""
        self._key += 1
        once = f"{self.number}-{self._key}"
        return await self._call("POST", "messages", body, once, refused_is_fine=True) is not None

    async def _send(self) -> None:
        await self._asked()
        ticked = {part: {"social_worker": True} for part in ("housing", "debts")}
        await self._call("PATCH", "summary", {"consent": ticked})
        await self._call("POST", "summary/send", {}, f"send-{self.number}")
        self.sent += 1
        wish = {"wish": "in the morning"}
        await self._call("POST", "meetings", wish, f"wish-{self.number}")
        self.wishes += 1

    async def _sign_in(self) -> None:
        await self._call("POST", "session", {"code": self.code, "lang": "en"})

    async def _call(
        self,
        method: str,
        path: str,
        body: object = None,
        once: str | None = None,
        *,
        refused_is_fine: bool = False,
    ) -> Any:
        """The answer, after as many tries as it takes: the same request with the same key."""
        headers = {"Idempotency-Key": once} if once else {}
        deadline = time.monotonic() + PATIENCE
        last = ""
        while time.monotonic() < deadline:
            try:
                url = f"{self.url}/api/v1/client/{path}"
                async with self._http.request(method, url, json=body, headers=headers) as answer:
                    said = await answer.json(content_type=None)
                    if answer.status < 300:
                        self.steps += 1
                        return said
                    last = f"{answer.status} {said.get('type')}"
                    self._look(answer, path, said)
                    if answer.status == 409 and refused_is_fine:
                        return None
                    if answer.status == 401 and path != "session":
                        await self._sign_in()
            except TROUBLE as error:
                last = type(error).__name__
            self.retries += 1
            await asyncio.sleep(0.1)
        raise GaveUp(f"{method} {path}: {last}")

    def _look(self, answer: aiohttp.ClientResponse, path: str, said: dict[str, Any]) -> None:
        if answer.status not in IN_WORDS or not said.get("title"):
            self.faults.append(f"{answer.status} at {path}: {said.get('type')}")
