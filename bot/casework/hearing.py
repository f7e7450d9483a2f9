"""What goes into hearing one message, and what comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.casework.need_area import Interview
from bot.casework.reading import Reading
from bot.casework.thread import Say

# Words -> (the municipality as it is named, its county), or None.
MunicipalityIn = Callable[[str], tuple[str, str] | None]


class Glossary(Protocol):
    """What the texts know of words: a hard word that a message asks about, a bare reply."""

    def term_in(self, text: str) -> str | None:
        """The id of the first term in the text, or None."""

    def is_bare(self, meaning: str, text: str) -> bool:
        """Whether the text says that ("dont_know", "no_answer", "later") and nothing more."""

    def language_in(self, text: str) -> str | None:
        """The only language that the text names, or None."""

    def topic_in(self, text: str) -> str | None:
        """The only need area that the text names by a word for it, or None."""


@dataclass
class Heard:
    """What came of one message.

    ``role`` tells how the summary may use the words: statement (names needs),
    answer (to a follow-up), not_understood, or side (talk that is no answer).
    ``effects`` are acts that reach beyond the interview: erase, language:<id>,
    county:<id>. ``settles`` is an earlier message whose areas the person has now
    chosen.
    """

    says: list[Say] = field(default_factory=list)
    role: str = "side"
    areas: tuple[str, ...] = ()
    question: str | None = None
    effects: list[str] = field(default_factory=list)
    settles: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Hearing:
    """The circumstances of a message: what is known beside its words."""

    interview: Interview
    at: str
    county: str
    glossary: Glossary
    status_say: Say
    # The language of the page, and the county of a municipality that words name.
    lang: str | None = None
    municipality_in: MunicipalityIn | None = None

    def tells_more(self, reading: Reading) -> bool:
        """Whether words that were read as "I don't know" say more: then they are kept."""
        if reading.text is None or reading.intent != "dont_know":
            return False
        return not self.glossary.is_bare("dont_know", reading.text)
