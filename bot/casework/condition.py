"""The small language of conditions in data/interview (``when`` and ``only_if``).

A leaf may hold a question with a choice, or a signal that the person's words
gave; ``unless_answered`` sets the leaf aside once that question has an answer,
since what was said later and plainly overrules it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Leaf:
    """One condition."""

    question: str | None = None
    choice: str | None = None
    signal: str | None = None
    unless_answered: str | None = None


@dataclass(frozen=True)
class Tree:
    """Conditions joined by ``any`` or ``all``."""

    join: str
    parts: tuple[Leaf | Tree, ...]


Condition = Leaf | Tree


class Facts(Protocol):
    """What a condition is held against."""

    @property
    def choices(self) -> Mapping[str, str | None]:
        """Answered question -> the pressed choice, None where words were typed."""

    @property
    def signals(self) -> Collection[str]:
        """Signals that stand."""


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether the condition is true of the facts."""
    if isinstance(condition, Tree):
        results = (holds(part, facts) for part in condition.parts)
        return any(results) if condition.join == "any" else all(results)
    if _set_aside(condition, facts):
        return False
    if condition.question is not None:
        return facts.choices.get(condition.question) == condition.choice
    if condition.signal is not None:
        return condition.signal in facts.signals
    return True


def _set_aside(leaf: Leaf, facts: Facts) -> bool:
    """Whether the answer that the leaf waits for has come. Against what words seemed to say
    only a pressed answer counts; a leaf that stands alone is settled by typed words too."""
    if leaf.unless_answered is None or leaf.unless_answered not in facts.choices:
        return False
    answer = facts.choices[leaf.unless_answered]
    if answer is None:
        return leaf.question is None and leaf.signal is None
    return answer not in ("skip", "dont_know", "no_answer")


def questions_in(condition: Condition) -> list[tuple[str, str | None]]:
    """Every (question, choice) that the condition names, for the check of the data."""
    if isinstance(condition, Tree):
        return [pair for part in condition.parts for pair in questions_in(part)]
    pairs: list[tuple[str, str | None]] = []
    if condition.question is not None:
        pairs.append((condition.question, condition.choice))
    if condition.unless_answered is not None:
        pairs.append((condition.unless_answered, None))
    return pairs


def signals_in(condition: Condition) -> list[str]:
    """Every signal that the condition names."""
    if isinstance(condition, Tree):
        return [name for part in condition.parts for name in signals_in(part)]
    return [condition.signal] if condition.signal is not None else []
