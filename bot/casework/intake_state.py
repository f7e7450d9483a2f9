"""Where an interview stands: small, bounded, and kept sealed between messages.

It holds pointers to messages, never their words, so its size depends on the
number of questions and not on how long somebody has talked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.casework.need_area import Interview


class Stage(StrEnum):
    """The stages of contract section 3."""

    CONSENT = "consent"
    OPENING = "opening"
    INTERVIEW = "interview"
    REVIEW = "review"
    SENT = "sent"
    CRISIS = "crisis"


class AreaStatus(StrEnum):
    """What is known of an area. Declined and not asked are never "no need"."""

    NOT_ASKED = "not_asked"
    NEED = "need"
    NO_NEED = "no_need"
    DECLINED = "declined"
    DONT_KNOW = "dont_know"


# What the assistant itself may be asking, besides the questions of the data.
CONSENT, OPENING, ENOUGH, REVIEW, SENT = "consent", "opening", "enough", "review", "sent"
CHECK, CHANGE, RESTART, DELETE, LANGUAGE = "check", "change", "restart", "delete", "language"
WHICH, COUNTY = "which", "county"


@dataclass
class AreaState:
    """One area of one person. ``named``: their own words named it as a need. ``doubt``:
    they did so after they had answered otherwise, so they are asked plainly."""

    status: AreaStatus = AreaStatus.NOT_ASKED
    named: bool = False
    done: bool = False
    doubt: bool = False


@dataclass
class Answer:
    """The answer to one question: a choice, or a pointer to the message with the words."""

    choice: str | None
    message_id: str
    version: int
    at: str


@dataclass
class IntakeState:
    """Everything needed to go on at the same question after a week or a power cut."""

    stage: Stage = Stage.CONSENT
    asked: str = CONSENT
    current: str | None = None
    order: list[str] = field(default_factory=list)
    areas: dict[str, AreaState] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)
    # The question that comes back after a confirmation such as "start over?".
    back_to: str | None = None
    check_message: str | None = None
    # The two areas between which the person is asked to choose.
    which: list[str] = field(default_factory=list)
    # A municipality that the person named, and its county.
    county_offer: tuple[str, str] | None = None
    misses: int = 0
    enough_asked: bool = False
    crisis_alert: str | None = None
    language_offered: bool = False
    # After "start over": what was said before this moment no longer counts.
    since: str | None = None
    # Answered questions that are asked again; the old answer stands until there is a new one.
    reopened: list[str] = field(default_factory=list)

    @property
    def in_crisis(self) -> bool:
        """Whether the interview is stopped by a danger that nobody has set aside yet."""
        return self.crisis_alert is not None

    @property
    def shown_stage(self) -> Stage:
        """The stage as the person and programs see it."""
        return Stage.CRISIS if self.in_crisis else self.stage

    @property
    def choices(self) -> dict[str, str | None]:
        """Answered question -> the choice it amounts to (see ``condition.Facts``)."""
        return {question: answer.choice for question, answer in self.answers.items()}

    def needs_asking(self, question: str) -> bool:
        """Whether the question has no answer yet, or the person wants to change it."""
        return question not in self.answers or question in self.reopened

    def done_count(self) -> int:
        """How many of the areas are asked through."""
        return sum(1 for area in self.areas.values() if area.done)

    def with_status(self, status: AreaStatus) -> list[str]:
        """The areas with that status, in the interview's order."""
        return [area for area, state in self.areas.items() if state.status is status]

    def to_json(self) -> dict[str, Any]:
        """Plain data for sealing."""
        return {
            "stage": self.stage,
            "asked": self.asked,
            "current": self.current,
            "order": self.order,
            "areas": {k: [a.status, a.named, a.done, a.doubt] for k, a in self.areas.items()},
            "answers": {
                k: [a.choice, a.message_id, a.version, a.at] for k, a in self.answers.items()
            },
            "signals": self.signals,
            "back_to": self.back_to,
            "check_message": self.check_message,
            "which": self.which,
            "county_offer": self.county_offer,
            "misses": self.misses,
            "enough_asked": self.enough_asked,
            "crisis_alert": self.crisis_alert,
            "language_offered": self.language_offered,
            "since": self.since,
            "reopened": self.reopened,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> IntakeState:
        """The inverse of ``to_json``."""
        plain = dict(data)
        plain["stage"] = Stage(plain["stage"])
        plain["areas"] = {
            k: AreaState(AreaStatus(status), *flags)
            for k, (status, *flags) in plain["areas"].items()
        }
        plain["answers"] = {k: Answer(*row) for k, row in plain["answers"].items()}
        offer = plain.get("county_offer")
        plain["county_offer"] = (offer[0], offer[1]) if offer else None
        return cls(**plain)


def new_state(interview: Interview) -> IntakeState:
    """A fresh interview: nothing asked, every area open."""
    ids = [area.id for area in sorted(interview.areas, key=lambda a: a.order)]
    return IntakeState(order=list(ids), areas={area: AreaState() for area in ids})
