"""The labelled lines, and what a reader makes of them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import ROOT

LANGUAGES = ("fi", "sv", "en")
FOLDER = ROOT / "tests" / "evaluation"


@dataclass(frozen=True)
class Line:
    """One labelled line of one topic file."""

    lang: str
    topic: str
    text: str
    intent: str
    areas: frozenset[str]
    crisis: str | None
    date: str | None
    time: str | None
    today: str

    @property
    def part(self) -> str:
        """Either "look": its misses may be read when components and data are bettered,
        or "final": only counted, so that the figures stay honest."""
        digest = hashlib.sha256(self.text.encode()).digest()
        return "look" if digest[0] % 2 else "final"


def load_lines(lang: str, folder: Path = FOLDER) -> list[Line]:
    """Every line of the language."""
    lines = []
    for path in sorted((folder / lang).glob("*.jsonl")):
        for raw in path.read_text(encoding="utf-8").splitlines():
            data: dict[str, Any] = json.loads(raw)
            data["areas"] = frozenset(data["areas"])
            lines.append(Line(lang=lang, topic=path.stem, **data))
    return lines


def understand(lang: str, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """What `reitti understand` answers, in order; the lines of each day together."""
    rows = list(lines)
    answers: list[dict[str, Any] | None] = [None] * len(rows)
    for today in sorted({line.today for line in rows}):
        which = [number for number, line in enumerate(rows) if line.today == today]
        given = "".join(
            json.dumps({"text": rows[number].text}, ensure_ascii=False) + "\n" for number in which
        )
        command = [
            *(str(Path(sys.executable).with_name("reitti")), "understand"),
            *("--lang", lang, "--today", today),
        ]
        done = subprocess.run(
            command, input=given, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True
        )
        for number, answer in zip(which, done.stdout.splitlines(), strict=True):
            answers[number] = json.loads(answer)
    return [answer for answer in answers if answer is not None]
