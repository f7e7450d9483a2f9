"""What it costs to understand a message: processor time, and the memory of a served Rasa."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.settings import Settings
from scripts.evaluate.lines import Line
from scripts.evaluate.reading import as_asked, current_model, in_rasa

LONGEST = 20_000
ENOUGH = 60
"""So many different texts of a length in a language, if there are so many."""
LONG_TEXTS = 20
WARM_UP = 30


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one core for messages of one length."""

    name: str
    median: float
    high: float
    """95 of 100 take no longer."""
    texts: int
    goal: float


def costs(lines: Sequence[Line]) -> list[Cost]:
    """Measured in Rasa's environment, on one thread, by the processor's time that the process
    with the loaded model uses from the text to what was understood. The lexicon of danger
    reads the whole text there too, as it does when the web tier has not done so.

    Raises ModelRefused when there is no model.
    """
    settings = Settings.from_environment()
    model = settings.models_dir / current_model(settings).model
    lengths = (
        ("8 words", of_words(lines, 8), 25.0),
        ("20 words", of_words(lines, 20), 60.0),
        ("20,000 characters", long_texts(lines), 300.0),
    )
    asked = [as_asked(line) for line in lines[:WARM_UP]]
    asked += [as_asked(line) for _, texts, _ in lengths for line in texts]
    warm = min(WARM_UP, len(lines))
    arguments = ("--model", model, "--warm-up", str(warm))
    times = iter(in_rasa("scripts.evaluate.cost_process", arguments, asked))
    rows = []
    for name, texts, goal in lengths:
        took = [next(times) for _ in texts]
        rows.append(Cost(name, percentile(took, 0.5), percentile(took, 0.95), len(texts), goal))
    return rows


def of_words(lines: Sequence[Line], words: int, enough: int = ENOUGH) -> list[Line]:
    """In each language the lines of exactly so many words and, where they are few, two lines
    in one message."""
    chosen = []
    for own in _by_language(lines):
        texts = [line for line in own if len(line.text.split()) == words]
        texts += list(_pairs(own, words))[: max(0, enough - len(texts))]
        chosen += texts
    return chosen


def _pairs(lines: Sequence[Line], words: int) -> Iterator[Line]:
    """Every line at most once, whatever the order they came in."""
    waiting: dict[int, list[Line]] = {}
    for line in _shuffled(lines, 0):
        length = len(line.text.split())
        if others := waiting.get(words - length):
            yield replace(line, text=f"{others.pop().text}\n{line.text}")
        else:
            waiting.setdefault(length, []).append(line)


def long_texts(lines: Sequence[Line], length: int = LONGEST, count: int = LONG_TEXTS) -> list[Line]:
    """In each language some letters of exactly so many characters, made of its calm lines in
    ever another order: where danger is found the search for it ends, and that costs less."""
    chosen = []
    for own in _by_language(lines):
        calm = [line for line in own if line.crisis is None and line.topic != "hard_negatives"]
        for number in range(count if calm else 0):
            text = "\n".join(line.text for line in _shuffled(calm, number))
            text = "\n".join([text] * (length // len(text) + 1))
            chosen.append(replace(calm[0], text=text[:length]))
    return chosen


def _by_language(lines: Sequence[Line]) -> Iterator[list[Line]]:
    for lang in sorted({line.lang for line in lines}):
        yield [line for line in lines if line.lang == lang]


def _shuffled(lines: Sequence[Line], seed: int) -> list[Line]:
    return random.Random(seed).sample(list(lines), len(lines))


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that so many of them do not exceed; nan of none."""
    if not values:
        return float("nan")
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]
