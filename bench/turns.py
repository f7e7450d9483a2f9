"""`python -m bench turns`: what one person waits for in a whole interview, page included.

Each turn is what a browser without script does: the form is posted, the answer leads to the
page, the page is read to its end. The whole service runs as `make run` starts it; one person
at a time goes through all areas. Exit code 1 when the 95th percentile is over 150 ms, or when
turns at the end take over 1.2 times what they take at the start.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from bench.load import Refused
from bench.machine import Say
from bench.ours import Cell, Ours

GOAL_MS, GOAL_RATIO = 150, 1.2
MOST_TURNS = 120
# Turns at either end that are compared; the first ones hold consent and the opening words.
WINDOW = 12
# What is typed where the question takes words; an answer that asks for help keeps the area open.
WORDS = {
    "opening": "Mulla ei oo asuntoa kun pääsen ulos ja velat painaa koko ajan",
    "housing.municipality": "Kuopioon, oon sieltä kotoisin",
    "work_study.skills": "Osaan hitsata ja ajaa trukkia",
    "general.municipality_after": "Kuopio",
    "general.strengths": "Veli ja lenkkeily auttaa jaksamaan",
}
OTHER_WORDS = "Joo, tähän tarviin apua kun oon ollu niin kauan pois"
# Pressed first where it is offered: each keeps the interview as long as it can be.
PRESSED = ("agree", "continue", "yes", "no")
QUIET = ("skip", "dont_know", "no_answer", "explain", "stop", "enough", "human")

_FIELD = re.compile(r'name="(csrf|question|message_id)" value="([^"]*)"')
_CHOICE = re.compile(r'<button class="choice" name="choice" value="([^"]+)"')


@dataclass(frozen=True)
class Took:
    """One turn: which it was, whether words were typed, milliseconds by the clock."""

    number: int
    typed: bool
    ms: float


@dataclass(frozen=True)
class Page:
    """The part of a page that the next turn needs."""

    fields: dict[str, str]
    choices: list[str]
    takes_words: bool

    @property
    def question(self) -> str:
        """What is asked; nothing at the review."""
        return self.fields.get("question", "")


def read_page(html: str) -> Page:
    """The question, its buttons, and whether it takes words."""
    asked = html[html.find('id="question"') :]
    fields = {name: unescape(value) for name, value in _FIELD.findall(asked)}
    return Page(fields, _CHOICE.findall(asked), 'name="text"' in asked)


def answer(page: Page, number: int) -> dict[str, str]:
    """The next answer: words where there are some, else a press and words in turns."""
    if page.question in WORDS:
        return {"text": WORDS[page.question]}
    real = [choice for choice in page.choices if choice not in QUIET]
    if not real or (page.takes_words and page.question.endswith(".start") and number % 2):
        return {"text": OTHER_WORDS}
    return {"choice": next((choice for choice in PRESSED if choice in real), real[0])}


async def turns(interviews: int, home: Path, say: Say) -> int:
    """Measure so many interviews, one after the other; 1 when a goal is missed."""
    ours = Ours(home, say)
    await ours.prepare()
    await ours.start()
    try:
        await _interview(ours)  # warm-up
        measured = [await _interview(ours) for _ in range(interviews)]
    finally:
        await ours.stop()
    return _report(measured, say)


async def _interview(ours: Ours) -> list[Took]:
    (person,) = await ours.people(1)
    page = read_page(await _get(ours, person))
    took: list[Took] = []
    for number in range(1, MOST_TURNS):
        if page.question in ("", "review", "sent"):
            return took
        said = answer(page, number)
        began = time.perf_counter()
        html = await _post(ours, person, {**page.fields, **said})
        took.append(Took(number, "text" in said, 1000 * (time.perf_counter() - began)))
        before, page = page.question, read_page(html)
        if page.question == before and not before.endswith((".check", ".start")):
            raise Refused(f"asked again: {before}")
    raise Refused("the interview does not end")


async def _get(ours: Ours, person: Cell) -> str:
    async with ours.http.get(f"{ours.base}/chat", cookies=person.cookies) as reply:
        reply.raise_for_status()
        return await reply.text()


async def _post(ours: Ours, person: Cell, form: dict[str, str]) -> str:
    address = f"{ours.base}/chat"
    async with ours.http.post(address, data=form, cookies=person.cookies) as reply:
        html = await reply.text()
        if reply.status != 200 or not reply.history:
            raise Refused(f"status {reply.status}")
        return html


def _report(measured: list[list[Took]], say: Say) -> int:
    every = [took.ms for interview in measured for took in interview]
    p95 = statistics.quantiles(every, n=20)[-1]
    counts = [len(interview) for interview in measured]
    say(f"{len(measured)} interviews of {min(counts)}-{max(counts)} turns, page included")
    say(f"median {statistics.median(every):.1f} ms, p95 {p95:.1f} ms (goal {GOAL_MS})")
    worst = 0.0
    for kind, first, last in _ends(measured):
        worst = max(worst, last / first)
        say(f"{kind:6} at the start {first:.1f} ms, at the end {last:.1f} ms: {last / first:.2f}")
    return int(p95 > GOAL_MS or worst > GOAL_RATIO)


def _ends(measured: list[list[Took]]) -> Iterator[tuple[str, float, float]]:
    """Medians of the first and the last turns of a kind over all interviews."""
    for kind, typed in (("press", False), ("words", True)):
        first: list[float] = []
        last: list[float] = []
        for interview in measured:
            same = [took.ms for took in interview if took.typed is typed]
            first += same[: WINDOW // 2]
            last += same[-(WINDOW // 2) :]
        yield kind, statistics.median(first), statistics.median(last)
