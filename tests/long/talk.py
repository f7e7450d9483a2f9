"""The whole service, started, talked to and stopped; run inside a closed network namespace."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import aiohttp

from tests.live_reitti import LiveReitti, live_reitti


async def talk(reitti: LiveReitti, code: str) -> str:
    """Say something that needs understanding; the stage that it led to."""
    base = f"{reitti.url}/api/v1/client"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        await http.post(f"{base}/session", json={"code": code, "lang": "fi"})
        await http.post(f"{base}/messages", json={"choice": "agree"})
        for text in ("asunto puuttuu ja velkoja on", "en tiedä"):
            async with http.post(f"{base}/messages", json={"text": text}) as answer:
                stage = (await answer.json())["stage"]
    return stage


def main() -> None:
    with live_reitti(Path(sys.argv[1])) as reitti:
        reitti.run("prison", "add", "--id", "koe", "--name", "Koevankila")
        code, _ = reitti.issue_code(prison="koe", county="kainuu", release_date="unknown")
        print("stage", asyncio.run(talk(reitti, code)))


if __name__ == "__main__":
    main()
