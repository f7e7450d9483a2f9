"""The interview: takes one understood message, decides what is said and asked next.

Casework holds the interview; nothing here knows where the message came from or
where the state is kept. Words of the person never enter the state, only the id
of the message that holds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.casework import answers, side_talk
from bot.casework.answers import Verdict, is_word_for, read_start
from bot.casework.intake_plan import advance, ask_again, put_first, to_review
from bot.casework.intake_state import (
    CHECK,
    CONSENT,
    ENOUGH,
    OPENING,
    REVIEW,
    SENT,
    Answer,
    AreaStatus,
    IntakeState,
    Stage,
)
from bot.casework.need_area import SILENT_CHOICES, Interview, Question
from bot.casework.reading import Reading
from bot.casework.thread import Say


@dataclass
class Heard:
    """What came of one message.

    ``role`` tells how the summary may use the words: statement (names needs),
    answer (to a follow-up), not_understood, or side (talk that is no answer).
    ``effects`` are acts that reach beyond the interview: erase, language:<id>.
    """

    says: list[Say] = field(default_factory=list)
    role: str = "side"
    areas: tuple[str, ...] = ()
    question: str | None = None
    effects: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Hearing:
    """The circumstances of a message: what is known beside its words."""

    interview: Interview
    at: str
    county: str
    glossary: side_talk.Glossary
    status_say: Say


def hear(state: IntakeState, reading: Reading, hearing: Hearing) -> Heard:
    """Take one message; changes ``state`` and returns what to say."""
    interview = hearing.interview
    asked = state.asked
    question = interview.question(asked) if interview.has_question(asked) else None
    heard = Heard(question=asked)
    side = answers.side_intent(reading, question)
    if asked in side_talk.PENDING and side_talk.settle_pending(state, reading, hearing, heard):
        return heard
    if side is not None and side_talk.answer_side(state, side, reading, hearing, heard):
        return heard
    if asked == CONSENT:
        _take_consent(state, reading, hearing, heard)
    elif asked == OPENING:
        _take_opening(state, reading, hearing, heard)
    elif asked == ENOUGH:
        _take_enough(state, reading, hearing, heard)
    elif asked in (REVIEW, SENT):
        _take_later(state, reading, hearing, heard)
    elif asked.endswith(f".{CHECK}"):
        _take_check(state, reading, hearing, heard)
    elif question is not None and question.is_start:
        _take_start(state, question, reading, hearing, heard)
    elif question is not None:
        _take_follow_up(state, question, reading, hearing, heard)
    return heard


def begin(hearing: Hearing) -> list[Say]:
    """The first words, before anything is asked."""
    return [
        Say("say.hello"),
        Say("say.who_reads", {"county": hearing.county}),
        Say("say.danger"),
    ]


def _take_consent(state: IntakeState, reading: Reading, hearing: Hearing, heard: Heard) -> None:
    agreed = reading.choice == "agree" or is_word_for(reading, "yes")
    refused = reading.choice == "disagree" or is_word_for(reading, "no")
    if agreed:
        state.stage, state.asked = Stage.OPENING, OPENING
    elif refused:
        heard.says.append(Say("say.consent_refused"))
    heard.says.append(ask_again(state, hearing.interview))


def _take_opening(state: IntakeState, reading: Reading, hearing: Hearing, heard: Heard) -> None:
    state.stage = Stage.INTERVIEW
    named = note_words(state, reading, heard)
    if named:
        put_first(state, named)
        heard.says.append(Say("say.named", {"areas": named}))
    else:
        silent = reading.is_press or reading.intent in ("skip", "dont_know", "deny")
        if not silent and reading.answer != "fine":
            heard.role = "not_understood"
        heard.says.append(Say("say.named_nothing"))
    heard.says.extend(advance(state, hearing.interview))


def _take_enough(state: IntakeState, reading: Reading, hearing: Hearing, heard: Heard) -> None:
    enough = reading.choice in ("enough", "no") or is_word_for(reading, "no")
    named = note_words(state, reading, heard)
    if enough:
        heard.says.extend(to_review(state, hearing.interview))
    else:
        put_first(state, named)
        heard.says.extend(advance(state, hearing.interview))


def _take_later(state: IntakeState, reading: Reading, hearing: Hearing, heard: Heard) -> None:
    """Words at the review or after sending: new needs are taken up, nothing is lost."""
    named = note_words(state, reading, heard)
    if not named and reading.choice != "continue":
        if not reading.is_press:
            heard.role = "not_understood"
            heard.says.append(Say("say.answer_noted"))
        heard.says.append(ask_again(state, hearing.interview))
        return
    put_first(state, named)
    if named:
        heard.says.append(Say("say.also_noted", {"areas": named}))
    before, stage = state.asked, state.stage
    state.stage = Stage.INTERVIEW
    heard.says.extend(advance(state, hearing.interview))
    if state.stage is Stage.REVIEW and before == SENT:
        state.asked, state.stage = before, stage
        heard.says[-1] = ask_again(state, hearing.interview)


def _take_start(
    state: IntakeState, question: Question, reading: Reading, hearing: Hearing, heard: Heard
) -> None:
    area = question.area or ""
    reply = read_start(reading, question)
    others = note_words(state, reading, heard, besides=area)
    if reply.verdict is Verdict.UNCLEAR:
        heard.areas = tuple(dict.fromkeys((area, *heard.areas)))
        heard.role = "statement"
        _store(state, question, reply.choice, reading, hearing)
        state.check_message, state.check_score = reading.message_id, reading.scores.get(area, 0.0)
        state.asked = f"{area}.{CHECK}"
        heard.says.extend(_also(others))
        heard.says.append(ask_again(state, hearing.interview))
        return
    if not reading.is_press:
        heard.role = "statement"
        heard.areas = tuple(dict.fromkeys((area, *heard.areas)))
    _store(state, question, reply.choice, reading, hearing)
    heard.says.append(_settle(state, area, reply.verdict))
    put_first(state, others)
    heard.says.extend(_also(others))
    heard.says.extend(advance(state, hearing.interview))


def _take_check(state: IntakeState, reading: Reading, hearing: Hearing, heard: Heard) -> None:
    area = state.asked.removesuffix(f".{CHECK}")
    if is_word_for(reading, "yes") or area in reading.areas:
        verdict = Verdict.NEED
    elif is_word_for(reading, "no") or reading.answer == "fine":
        verdict = Verdict.NO_NEED
    elif is_word_for(reading, "skip") or reading.choice in ("no_answer", "skip"):
        # The words were an answer to the area's question; only the check is left out.
        verdict = Verdict.NEED if state.areas[area].named else Verdict.DONT_KNOW
    else:
        verdict = Verdict.DONT_KNOW
    others = note_words(state, reading, heard, besides=area)
    if not reading.is_press and verdict is Verdict.NEED:
        heard.role, heard.areas = "statement", tuple(dict.fromkeys((area, *heard.areas)))
    state.check_message = None
    heard.says.append(_settle(state, area, verdict))
    put_first(state, others)
    heard.says.extend(_also(others))
    heard.says.extend(advance(state, hearing.interview))


def _take_follow_up(
    state: IntakeState, question: Question, reading: Reading, hearing: Hearing, heard: Heard
) -> None:
    choice = _follow_up_choice(reading, question)
    others: list[str] = []
    if not reading.is_press:
        others = note_words(state, reading, heard, besides=question.area)
        heard.role = "answer" if choice not in SILENT_CHOICES else "side"
    _store(state, question, choice, reading, hearing)
    key = {
        "skip": "say.skipped",
        "dont_know": "say.dont_know_noted",
        "no_answer": "say.no_answer_noted",
    }.get(choice or "", "say.answer_noted")
    put_first(state, others)
    heard.says.append(Say(key))
    heard.says.extend(_also(others))
    heard.says.extend(advance(state, hearing.interview))


def _follow_up_choice(reading: Reading, question: Question) -> str | None:
    if reading.choice is not None:
        return reading.choice
    for word in ("skip", "dont_know", "yes", "no"):
        if not is_word_for(reading, word):
            continue
        if word in question.choices or word in SILENT_CHOICES:
            return word
        if word in question.typed:
            return question.typed[word]
    return None


def _settle(state: IntakeState, area: str, verdict: Verdict) -> Say:
    """Give the area its status; what the person says now overrules what they said before."""
    known = state.areas[area]
    before = known.status
    if verdict is Verdict.DECLINED:
        if known.named:
            known.status = AreaStatus.NEED
            return Say("say.kept_need", {"area": area}, area)
        known.status = AreaStatus.DECLINED
        return Say("say.declined_area", {"area": area}, area)
    known.status = verdict.status
    if verdict is Verdict.NEED:
        return Say("say.need_noted", {"area": area}, area)
    if verdict is Verdict.NO_NEED:
        overrules = known.named or before is AreaStatus.NEED
        known.named = False
        key = "say.overruled" if overrules else "say.no_need_noted"
        return Say(key, {"area": area}, area)
    if known.named:
        known.status = AreaStatus.NEED
    return Say("say.dont_know_noted", {}, area)


def note_words(
    state: IntakeState, reading: Reading, heard: Heard, besides: str | None = None
) -> list[str]:
    """Mark the areas that typed words name; returns those that were not known as needs."""
    if reading.is_press:
        return []
    for signal in reading.signals:
        state.signals[signal] = reading.message_id
    if reading.areas:
        heard.role, heard.areas = "statement", tuple(reading.areas)
    new = []
    for area in reading.areas:
        known = state.areas[area]
        if area == besides:
            known.named = True
            continue
        if not known.named and known.status is not AreaStatus.NEED:
            new.append(area)
        known.named = True
        if known.done and known.status is not AreaStatus.NEED:
            # Said later, so it holds; the area's own question is not asked twice.
            known.status, known.done = AreaStatus.NEED, False
            state.order.append(area)
    return new


def _store(
    state: IntakeState, question: Question, choice: str | None, reading: Reading, hearing: Hearing
) -> None:
    version = hearing.interview.version_of(question)
    state.answers[question.id] = Answer(choice, reading.message_id, version, hearing.at)


def _also(areas: Iterable[str]) -> list[Say]:
    named = list(areas)
    return [Say("say.also_noted", {"areas": named})] if named else []
