"""The interview that both sides go through, turn by turn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SCRIPT = Path(__file__).with_name("script.yml")


@dataclass(frozen=True)
class Step:
    """One turn of one side: what is asked, what the person sends, what must be asked next."""

    asked: str
    says: str
    press: bool
    next: str


def steps(side: str) -> list[Step]:
    """The turns of "ours" or "stock", in order."""
    script = yaml.safe_load(SCRIPT.read_text(encoding="utf-8"))
    rows = script["turns"]
    asked = [row[side]["asked"] for row in rows]
    following = [*asked[1:], script["end"][side]]
    return [
        Step(asked[n], _says(row, row[side]), bool(row.get("press")), following[n])
        for n, row in enumerate(rows)
    ]


def _says(row: dict[str, Any], own: dict[str, Any]) -> str:
    if not row.get("press"):
        return str(row["text"])
    if "payload" in own:
        return str(own["payload"])
    return str(own["choice"])


def stock_message(step: Step) -> str:
    """What Rasa's REST channel gets for a press: the payload of the button."""
    if not step.press or step.says.startswith("/"):
        return step.says
    return "/choose" + json.dumps({"choice": step.says})
