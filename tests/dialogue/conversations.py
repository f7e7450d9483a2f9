"""Whole conversations as plain text, with what the social worker gets: ``python -m
tests.dialogue.conversations [FOLDER]``. A person of each language talks with the running service
and answers every question (``whole.yml``); with a folder each conversation is a file of its own.

Minutes are counted, not measured: somebody who reads with a finger on the line takes about
60 words a minute, and types about 40 letters a minute; a press takes five seconds.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from tests.live_reitti import LiveReitti, live_reitti

WHOLE = Path(__file__).with_name("whole.yml")
READ_WORDS, TYPE_LETTERS, PRESS_MINUTES = 60, 40, 5 / 60
MOST_TURNS = 120
Json = dict[str, Any]


class Conversation:
    """One person, their program, and what was said."""

    def __init__(self, http: aiohttp.ClientSession, persona: Json) -> None:
        self.http, self.persona = http, persona
        self.turns, self.minutes = 0, 0.0
        self.lines: list[str] = []
        self.asked: set[str] = set()
        self.answers: dict[str, str] = persona["answers"]
        self.asides: dict[str, str] = dict(persona["asides"])

    async def call(self, method: str, path: str, body: Json | None = None) -> Json:
        async with self.http.request(method, f"/api/v1/client/{path}", json=body) as answer:
            assert answer.status < 300, (path, body, answer.status, self.lines[-4:])
            found: Json = await answer.json()
            return found

    async def talk(self, code: str) -> None:
        await self.call("POST", "session", {"code": code, "lang": self.persona["lang"]})
        view = await self.call("GET", "thread")
        self.hear(view)
        while view["stage"] not in ("review", "sent"):
            assert self.turns < MOST_TURNS, self.lines[-8:]
            view = await self.say(view, self.answer(view))

    async def say(self, view: Json, said: Json) -> Json:
        self.turns += 1
        labels = {c["id"]: c["label"] for m in view["messages"] for c in m["choices"]}
        words = said.get("text") or f"[{labels.get(said['choice'], said['choice'])}]"
        self.lines.append(f"    > {words}")
        self.minutes += len(said["text"]) / TYPE_LETTERS if "text" in said else PRESS_MINUTES
        after = await self.call("POST", "messages", said)
        self.hear(after)
        return after

    def hear(self, view: Json) -> None:
        for message in view["messages"]:
            if message["from"] == "assistant":
                text = message["text"].replace("\u00ad", "")
                self.lines.append(text)
                self.minutes += len(text.split()) / READ_WORDS

    def answer(self, view: Json) -> Json:
        """What the person says to the question; what they have no words for, they skip."""
        question = str(view["messages"][-1]["question"])
        again = question in self.asked
        self.asked.add(question)
        if view["stage"] == "crisis":
            return {"choice": "continue"}
        fixed = {"consent": "agree", "enough": "continue", "county": "no", "which": "dont_know"}
        aside = self.asides.pop(question, None)
        if aside is not None:
            # A question back is no answer: the same is asked again.
            self.asked.discard(question)
            return {"text": aside, "question": question}
        if question in fixed:
            return {"choice": fixed[question], "question": question}
        said = self.persona["opening"] if question == "opening" else self.answers.get(question)
        if said is None or again:
            said = {"change": "[debts]"}.get(question, "[skip]")
            if question.endswith(".check"):
                said = "[yes]"
        if said.startswith("["):
            return {"choice": said.strip("[]"), "question": question}
        return {"text": said, "question": question}

    async def send(self) -> Json:
        """Tick everything and send; what the worker reads."""
        mine = await self.call("GET", "summary")
        ticks = {part: {"social_worker": True} for part in mine["consent"]}
        await self.call("PATCH", "summary", {"consent": ticks})
        await self.call("POST", "summary/send", {})
        return await self.call("GET", "summary")


def in_text(summary: Json) -> str:
    """The summary as lines: what is urgent, whose words, what is left."""
    lines = [f"Urgency: {summary['urgency']}; release {summary['release']['date']}"]
    for need in summary["needs"]:
        reasons = ", ".join(need["urgency_reasons"])
        lines.append(f"- {need['area']} ({need['urgency']}{': ' + reasons if reasons else ''})")
        lines += [f"    “{item['text']}”" for item in need["statements"]]
        for item in need["answers"]:
            lines.append(f"    {item['question']}: {_said(item)}")
    for name in ("no_need", "declined", "dont_know", "not_asked"):
        lines.append(f"{name}: {', '.join(summary[name]) or '-'}")
    lines += [f"not understood: “{item['text']}”" for item in summary["not_understood"]]
    for name in ("strengths", "network", "access_needs"):
        lines += [f"{item['question']}: {_said(item)}" for item in summary[name]]
    others = (summary["interpreter"], summary["meeting_wish"], *summary["contact"].values())
    lines += [f"{item['question']}: {_said(item)}" for item in others if item]
    lines += [f"other words: “{item['text']}”" for item in summary["other_statements"]]
    lines += [f"begin by {row['date']}: {row['what']}" for row in summary["start_by"]]
    return "\n".join(lines)


def _said(item: Json) -> str:
    return f"[{item['choice']}]" if item.get("choice") else f"“{item['text']}”"


async def walk(reitti: LiveReitti, folder: Path | None) -> None:
    counted = []
    # Every word stays a word: "yes" and "no" are what somebody says.
    people = yaml.load(WHOLE.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    for persona in people:
        code, _ = reitti.issue_code(
            prison="kuopio",
            county=persona["county"],
            release_date=persona["release_date"],
            lang=persona["lang"],
        )
        async with aiohttp.ClientSession(
            reitti.url, cookie_jar=aiohttp.CookieJar(unsafe=True)
        ) as http:
            talk = Conversation(http, persona)
            await talk.talk(code)
            summary = await talk.send()
        counted.append((talk.turns, talk.minutes))
        length = f"{talk.turns} turns, about {talk.minutes:.0f} minutes"
        text = "\n".join([length, "", *talk.lines, "", "--- summary", in_text(summary), ""])
        print(f"\n===== {persona['id']}", text, sep="\n")
        if folder is not None:
            (folder / f"conversations-{persona['id']}.txt").write_text(text, encoding="utf-8")
    turns, minutes = (statistics.median(column) for column in zip(*counted, strict=True))
    print(f"\nMedian: {turns} turns, about {minutes:.0f} minutes")


def main() -> None:
    to = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder, live_reitti(Path(folder)) as reitti:
        reitti.run("prison", "add", "--id", "kuopio", "--name", "Kuopion vankila")
        asyncio.run(walk(reitti, to))


if __name__ == "__main__":
    main()
