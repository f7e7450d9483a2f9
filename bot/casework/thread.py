"""What is said in a conversation, free of any language: keys and values, never wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Say:
    """One thing that the assistant says; ``key`` is looked up in data/texts.

    The last Say of a turn that carries a ``question`` is what is asked now.
    """

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    area: str | None = None
    question: str | None = None
    choices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The shape that is stored (sealed) and travels through Rasa."""
        out: dict[str, Any] = {"say": self.key}
        if self.params:
            out["params"] = dict(self.params)
        if self.area:
            out["area"] = self.area
        if self.question:
            out["question"] = self.question
        if self.choices:
            out["choices"] = list(self.choices)
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Say:
        """The inverse of ``as_json``."""
        return cls(
            key=data["say"],
            params=data.get("params", {}),
            area=data.get("area"),
            question=data.get("question"),
            choices=tuple(data.get("choices", ())),
        )


@dataclass(frozen=True)
class Turn:
    """The assistant's whole reply to one message."""

    says: tuple[Say, ...]
    stage: str
    done: int
    total: int = 13

    def as_json(self) -> dict[str, Any]:
        """The custom payload that goes back through Rasa."""
        return {
            "says": [say.as_json() for say in self.says],
            "stage": self.stage,
            "progress": {"done": self.done, "total": self.total},
        }
