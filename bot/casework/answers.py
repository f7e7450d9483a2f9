"""How a reply to a question is taken: a pressed choice, a short typed word, or a story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.casework.intake_state import AreaStatus
from bot.casework.need_area import Means, Question
from bot.casework.reading import Reading

# Below this the words clearly do not tell of the asked area; between this and
# the classifier's own threshold the assistant asks instead of guessing.
SURELY_NOT = 0.15
# From this chance on the words do tell of the asked area; below it the person is asked. Of
# what was read with a smaller chance, every fourth was no need (measured on lines of others).
SURELY = 0.85
# A control word ("stop", "delete") in a typed message counts only when it is clear.
CLEAR = 0.55
# A message this long that tells of a need is an answer, whatever it begins with.
STORY_WORDS = 7

_CONTROL = frozenset(
    "stop restart delete_my_data change_answer ask_human request_meeting cancel_meeting "
    "ask_status ask_privacy ask_explain change_language bot_challenge".split()
)
# Said of a need or not, these are about the answers themselves.
_ABOUT_ANSWERS = frozenset("restart delete_my_data change_answer".split())
# Short replies that the words themselves settle, whatever understanding made of them; they are
# no intents of understanding.
NO_ANSWER, LATER = "no_answer", "later"
_TALK = frozenset("greet thanks goodbye out_of_scope".split())
_CHOICE_INTENTS = {
    "explain": "ask_explain",
    "human": "ask_human",
    "stop": "stop",
    "enough": "enough",
    "change": "change_answer",
    "restart": "restart",
}


class Verdict(StrEnum):
    """What a reply to a start question says of its area."""

    NEED = "need"
    NO_NEED = "no_need"
    DECLINED = "declined"
    DONT_KNOW = "dont_know"
    UNCLEAR = "unclear"

    @property
    def status(self) -> AreaStatus:
        """The status that the verdict gives; UNCLEAR has none."""
        return AreaStatus(self.value)


@dataclass(frozen=True)
class Reply:
    """A reply to a start question, and the choice it amounts to (None: own words)."""

    verdict: Verdict
    choice: str | None


def as_said(reading: Reading, is_bare: Callable[[str, str], bool]) -> Reading:
    """The reading of words that say "I don't want to answer" or "later" and nothing more: the
    first is an answer of its own and no skipping, the second is about the question and no end
    of the talk."""
    for meaning in (NO_ANSWER, LATER):
        if reading.text is not None and is_bare(meaning, reading.text):
            return replace(
                reading, intent=meaning, confidence=1.0, areas=(), scores={}, answer="other"
            )
    return reading


def side_intent(reading: Reading, question: Question | None) -> str | None:
    """The side matter that a message is about, or None if it answers what was asked."""
    if reading.choice is not None:
        return _CHOICE_INTENTS.get(reading.choice)
    intent = reading.intent
    if intent not in _CONTROL and intent not in _TALK:
        return None
    if intent in _ABOUT_ANSWERS:
        return intent if reading.confidence >= CLEAR else None
    if question is not None:
        about_asked = question.area in reading.areas
        words = len((reading.text or "").split())
        if about_asked:
            return None
        if reading.areas and words >= STORY_WORDS:
            return None
        if reading.answer in ("yes", "no", "fine") and intent in _TALK:
            return None
    if intent in _TALK and reading.areas:
        return None
    return intent if reading.confidence >= CLEAR else None


def is_word_for(reading: Reading, word: str) -> bool:
    """Whether the reply is that word ("yes", "no", "skip", "dont_know"), pressed or typed."""
    if reading.choice is not None:
        return reading.choice == word
    if word in ("yes", "no"):
        return reading.answer == word and not reading.areas
    return reading.intent == word and not reading.areas


def read_start(reading: Reading, question: Question) -> Reply:
    """What a reply to a start question says of the area."""
    if reading.choice is not None:
        return _pressed(reading.choice, question)
    if question.area in reading.areas:
        sure = reading.scores.get(question.area or "", 1.0) >= SURELY
        return Reply(Verdict.NEED if sure else Verdict.UNCLEAR, None)
    for word in ("skip", NO_ANSWER):
        if is_word_for(reading, word):
            return Reply(Verdict.DECLINED, word)
    if is_word_for(reading, "dont_know"):
        return Reply(Verdict.DONT_KNOW, "dont_know")
    if reading.answer == "fine":
        return Reply(Verdict.NO_NEED, None)
    if reading.answer in ("yes", "no"):
        return _short(reading, question)
    score = reading.scores.get(question.area or "", 0.0)
    if not reading.areas and score < SURELY_NOT and reading.intent == "deny":
        return Reply(Verdict.NO_NEED, None)
    return Reply(Verdict.UNCLEAR, None)


def _pressed(choice: str, question: Question) -> Reply:
    if choice in ("skip", "no_answer"):
        return Reply(Verdict.DECLINED, choice)
    if choice == "dont_know":
        return Reply(Verdict.DONT_KNOW, choice)
    means = question.means.get(choice, Means.NONE)
    return Reply(_verdict(means), choice)


def _short(reading: Reading, question: Question) -> Reply:
    means = question.means.get(reading.answer, Means.NONE)
    # "Ei oo mitään": the word decides. A longer reply keeps its own words as well.
    return Reply(_verdict(means), reading.answer)


def _verdict(means: Means) -> Verdict:
    if means is Means.NONE:
        return Verdict.UNCLEAR
    return Verdict.NEED if means is Means.NEED else Verdict.NO_NEED
