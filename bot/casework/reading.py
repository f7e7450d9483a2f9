"""What understanding says of one message: the only form in which it reaches casework."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DangerKind(StrEnum):
    """The kinds of danger to life (samples/LABELLING.md)."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    VIOLENCE_TO_ME = "violence_to_me"
    VIOLENCE_BY_ME = "violence_by_me"
    MEDICAL_EMERGENCY = "medical_emergency"


# The person's own press of the help button; an alert, but not read out of words.
ASKED_FOR_HELP = "asked_for_help"

INTENTS = (
    "inform affirm deny skip dont_know ask_human request_meeting cancel_meeting ask_status "
    "ask_privacy ask_explain restart delete_my_data change_answer stop greet thanks goodbye "
    "bot_challenge change_language out_of_scope"
).split()


@dataclass(frozen=True)
class Reading:
    """One client message as understood.

    ``text`` is None for a pressed choice. ``answer`` is how a short reply to a
    yes/no question reads: yes, no, fine ("all is well") or other. ``scores``
    are probabilities for each need area.
    """

    message_id: str
    text: str | None = None
    choice: str | None = None
    intent: str = "inform"
    confidence: float = 1.0
    areas: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    signals: tuple[str, ...] = ()
    answer: str = "other"
    crisis: str | None = None
    date: dt.date | None = None
    time: dt.time | None = None
    language: str | None = None

    @property
    def is_press(self) -> bool:
        """Whether a button was pressed rather than words typed."""
        return self.choice is not None
