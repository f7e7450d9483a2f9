"""A stock project for each question: its pipeline, and our lines with stock labels."""

from __future__ import annotations

import copy
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import yaml

SPLIT = "+"
NO_AREA = "none"
DANGER, NO_DANGER = "danger", "no_danger"
QUESTIONS = ("intents", "areas", "danger")
_HAS_EPOCHS = ("DIETClassifier", "ResponseSelector")

TrainingLine = dict[str, Any]


def label(line: TrainingLine, question: str) -> str | None:
    """What the line teaches a stock model of the question; None where it does not say."""
    if question == "intents":
        return str(line["intent"])
    if question == "danger":
        return DANGER if line["danger"] else NO_DANGER
    return None if line["areas"] is None else SPLIT.join(line["areas"]) or NO_AREA


def areas_in(name: str | None, known: Iterable[str]) -> list[str]:
    """The areas of a combined intent; none of a fallback."""
    return [area for area in (name or "").split(SPLIT) if area in set(known)]


def config(stock: dict[str, Any], question: str, epochs: int | None) -> dict[str, Any]:
    """Stock Rasa's pipeline, as `rasa init` writes it, without the policies. Combined intents
    need the tokenizer told so; that is the one thing changed beside the number of epochs."""
    made = copy.deepcopy({key: value for key, value in stock.items() if key != "policies"})
    for component in made["pipeline"]:
        if question == "areas" and component["name"] == "WhitespaceTokenizer":
            component.update(intent_tokenization_flag=True, intent_split_symbol=SPLIT)
        if epochs is not None and component["name"] in _HAS_EPOCHS:
            component["epochs"] = epochs
    return made


def nlu(lines: Sequence[TrainingLine], question: str) -> str:
    """Training data in Rasa's format."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines:
        name = label(line, question)
        if name is not None:
            said[name].append(" ".join(line["text"].split()))
    blocks = [
        {"intent": name, "examples": "".join(f"- {text}\n" for text in said[name])}
        for name in sorted(said)
    ]
    return yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, width=10**6)


def some(lines: Sequence[TrainingLine], share: float) -> list[TrainingLine]:
    """A share of the lines, always the same ones; raises ValueError when there is no such
    share."""
    if not 0 < share <= 1:
        raise ValueError("the share must be over 0 and at most 1")
    return random.Random(1).sample(list(lines), max(1, round(share * len(lines))))
