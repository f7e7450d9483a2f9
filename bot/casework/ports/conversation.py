"""A person's thread, where their interview stands, and what they decided at the review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from bot.casework.intake_state import IntakeState
from bot.casework.people import Message
from bot.casework.summary import Review


class Threads(Protocol):
    """All messages of a person; bodies are sealed.

    ``sender`` is client, assistant or worker. A client's message is stored with
    ``handled=False`` until the assistant's reply to it is stored.
    """

    def add(
        self,
        client_id: str,
        message_id: str,
        sender: str,
        at: dt.datetime,
        body: Mapping[str, Any],
        *,
        handled: bool = True,
    ) -> Message:
        """Append; the next ``seq`` is found by index, not by counting."""

    def get(self, client_id: str, message_id: str) -> Message | None: ...

    def everything(self, client_id: str) -> list[Message]:
        """The whole thread in order."""

    def after(self, client_id: str, seq: int) -> list[Message]:
        """What came after ``seq``, in order."""

    def latest(self, client_id: str, limit: int) -> list[Message]:
        """The last ``limit`` entries, in order."""

    def amend(self, message: Message) -> None:
        """Store ``body`` and ``handled`` anew."""

    def waiting(self, client_id: str) -> list[Message]:
        """This person's messages that are not handled yet, in order."""

    def clients_waiting(self, before: dt.datetime, limit: int) -> list[str]:
        """Ids of persons with a message from before that moment that is not handled."""


class Intakes(Protocol):
    """Where an interview stands, sealed."""

    def get(self, client_id: str) -> tuple[IntakeState, int] | None:
        """The state and its revision."""

    def put(self, client_id: str, state: IntakeState, revision: int) -> None:
        """Store as ``revision + 1`` (0: there was none); raises WrongState("out_of_date")
        if somebody else was quicker."""


class Reviews(Protocol):
    """Consent and corrections, sealed; each change of consent is kept with its time."""

    def get(self, client_id: str) -> Review:
        """An empty one if there is none."""

    def put(self, client_id: str, review: Review, at: dt.datetime) -> None: ...

    def note_consent(
        self, client_id: str, part: str, receiver: str, given: bool, at: dt.datetime
    ) -> None:
        """One row of the consent log."""
