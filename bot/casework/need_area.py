"""A need area and its questions, as the data files describe them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.casework.condition import Condition

AREA_IDS = (
    "housing money debts documents health mental_health substance_use work_study "
    "family safety daily_life digital social"
).split()

SIGNALS = (
    "no_first_night no_money nothing_applied treatment_breaks_off live_threat own_violence "
    "permit_ends"
).split()

# Choices that mean the same everywhere (contract section 3).
COMMON_CHOICES = (
    "yes no skip dont_know no_answer explain stop enough human continue agree disagree"
).split()
# Answers that say nothing about the question's matter.
SILENT_CHOICES = ("skip", "dont_know", "no_answer")


class Means(StrEnum):
    """What an answer to a start question says of the whole area."""

    NEED = "need"
    NO_NEED = "no_need"
    NONE = "none"


class Urgency(StrEnum):
    """How soon somebody has to act; the order of the members is the order of the queue."""

    URGENT = "urgent"
    SOON = "soon"
    NORMAL = "normal"

    @property
    def rank(self) -> int:
        """0 is the most urgent."""
        return list(Urgency).index(self)


@dataclass(frozen=True)
class Question:
    """One question; it takes free text as well as its choices.

    ``means`` (start questions) tells what a choice says of the area; ``typed``
    (follow-ups) which choice a typed yes or no amounts to. ``release_unknown``: not
    asked of somebody whose release day is known.
    """

    id: str
    area: str | None
    choices: tuple[str, ...] = ()
    means: dict[str, Means] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    only_if: Condition | None = None
    feeds: str | None = None
    release_unknown: bool = False

    @property
    def is_start(self) -> bool:
        """Whether it opens its area."""
        return self.id.endswith(".start")


@dataclass(frozen=True)
class UrgencyRule:
    """A named reason that makes a need urgent or soon.

    Source: samples/LABELLING.md ``Urgent`` and domain.md section 2.
    """

    reason: str
    level: Urgency
    when: Condition
    days_left_at_most: int | None = None


@dataclass(frozen=True)
class StartBy:
    """The latest day to begin something, counted back from release; None: at once."""

    what: str
    days_before_release: int | None


@dataclass(frozen=True)
class NeedArea:
    """One of the thirteen areas; ``section_11`` holds points of the Act's section 11."""

    id: str
    version: int
    order: int
    section_11: tuple[str, ...]
    questions: tuple[Question, ...]
    urgency: tuple[UrgencyRule, ...] = ()
    start_by: tuple[StartBy, ...] = ()
    actors: tuple[str, ...] = ()

    @property
    def start(self) -> Question:
        """The question that opens the area."""
        return self.questions[0]

    @property
    def follow_ups(self) -> tuple[Question, ...]:
        """What is asked where there is a need."""
        return self.questions[1:]


@dataclass(frozen=True)
class Interview:
    """All that is asked: the areas in their default order, and what is asked once."""

    areas: tuple[NeedArea, ...]
    general: tuple[Question, ...]
    general_version: int = 1
    # Whether the release day of the person who is asked is known.
    release_known: bool = False

    def __post_init__(self) -> None:
        by_id = {q.id: q for area in self.areas for q in area.questions}
        by_id.update({q.id: q for q in self.general})
        object.__setattr__(self, "_questions", by_id)
        object.__setattr__(self, "_areas", {area.id: area for area in self.areas})

    def for_release(self, known: bool) -> Interview:
        """The same for somebody whose release day is known, or is not."""
        return self if known == self.release_known else replace(self, release_known=known)

    def asks(self, question: Question) -> bool:
        """Whether the question is one for the person who is asked."""
        return not (question.release_unknown and self.release_known)

    def area(self, area_id: str) -> NeedArea:
        """The area with that id; KeyError if there is none."""
        found: NeedArea = self._areas[area_id]  # type: ignore[attr-defined]
        return found

    def question(self, question_id: str) -> Question:
        """The question with that id; KeyError if there is none."""
        found: Question = self._questions[question_id]  # type: ignore[attr-defined]
        return found

    def has_question(self, question_id: str | None) -> bool:
        """Whether the data know the question (the assistant's own asks are not in them)."""
        return question_id in self._questions  # type: ignore[attr-defined]

    def version_of(self, question: Question) -> int:
        """The version that is kept with an answer."""
        return self.area(question.area).version if question.area else self.general_version
