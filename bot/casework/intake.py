"""The interview: takes one understood message, decides what is said and asked next.

Casework holds the interview; nothing here knows where the message came from or
where the state is kept. Words of the person never enter the state, only the id
of the message that holds them.
"""

from __future__ import annotations

import dataclasses

from bot.casework import answers, side_talk
from bot.casework.answers import is_word_for
from bot.casework.hearing import Heard, Hearing
from bot.casework.intake_areas import also, note_words, take_check, take_follow_up, take_start
from bot.casework.intake_plan import advance, ask_again, postpone, put_first, to_review
from bot.casework.intake_state import (
    CHECK,
    CONSENT,
    ENOUGH,
    LANGUAGE,
    OPENING,
    REVIEW,
    SENT,
    WHICH,
    IntakeState,
    Stage,
)
from bot.casework.need_area import Interview
from bot.casework.reading import Reading
from bot.casework.thread import Say

__all__ = ["Heard", "Hearing", "begin", "hear", "note_words", "take_up"]

# A chance like this is too small to claim and too large to pass over: the person decides.
WORTH_ASKING = 0.2
# Shorter words tell too little of the language that they are in.
WORDS_TO_TELL_LANGUAGE = 4


def hear(state: IntakeState, reading: Reading, hearing: Hearing) -> Heard:
    """Take one message; changes ``state`` and returns what to say."""
    if reading.choice in side_talk.LANGUAGES and state.asked != LANGUAGE:
        return side_talk.change_language(state, reading.choice, hearing)
    heard = _hear(state, reading, hearing)
    _offer_language(state, reading, hearing, heard)
    return heard


def _offer_language(state: IntakeState, reading: Reading, hearing: Hearing, heard: Heard) -> None:
    """Once, when somebody writes in another language than the page's; it is understood
    all the same."""
    words = len((reading.text or "").split())
    other = reading.language
    if state.language_offered or hearing.lang is None or other in (None, hearing.lang):
        return
    if words < WORDS_TO_TELL_LANGUAGE or not heard.says or not heard.says[-1].question:
        return
    state.language_offered = True
    asks = heard.says.pop()
    heard.says.append(Say("say.language_offer", {"lang": other}))
    heard.says.append(dataclasses.replace(asks, choices=(*asks.choices, str(other))))


def _hear(state: IntakeState, reading: Reading, hearing: Hearing) -> Heard:
    interview = hearing.interview
    asked = state.asked
    question = interview.question(asked) if interview.has_question(asked) else None
    heard = Heard(question=asked)
    if question is not None or asked == OPENING or asked.endswith(f".{CHECK}"):
        reading = answers.as_said(reading, hearing.glossary.is_bare)
    if reading.intent == answers.LATER:
        if question is not None and postpone(state, question):
            heard.says = [Say("say.later"), *advance(state, interview)]
            return heard
        reading = dataclasses.replace(reading, intent="skip")
    side = answers.side_intent(reading, question)
    pending = asked in side_talk.PENDING
    if pending and side_talk.settle_pending(state, reading, hearing, heard, side):
        return heard
    if side is not None and side_talk.answer_side(state, side, reading, hearing, heard):
        return heard
    if question is not None:
        take = take_start if question.is_start else take_follow_up
        take(state, question, reading, hearing, heard)
    elif asked.endswith(f".{CHECK}"):
        take_check(state, reading, hearing, heard)
    else:
        _ASKED_BY_ITSELF.get(asked, _take_aside)(state, reading, hearing, heard)
    return heard


def begin(hearing: Hearing) -> list[Say]:
    """The first words, before anything is asked."""
    return [
        Say("say.hello"),
        Say("say.who_reads", {"county": hearing.county}),
        Say("say.danger"),
    ]


_SILENT = ("skip", "dont_know", "deny", answers.NO_ANSWER)


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
    if not named:
        silent = reading.is_press or reading.intent in _SILENT
        silent = silent and not hearing.tells_more(reading)
        if not silent and reading.answer != "fine":
            heard.role = "not_understood"
            if _ask_which(state, reading):
                heard.says.append(ask_again(state, hearing.interview))
                return
    heard.says.extend(take_up(state, named, hearing.interview))


def take_up(state: IntakeState, named: list[str], interview: Interview) -> list[Say]:
    """Leave the opening: say which topics were named, and ask about the first of them."""
    state.stage = Stage.INTERVIEW
    put_first(state, named)
    first = _named(named) if named else Say("say.named_nothing")
    return [first, *_without_its_name(named, advance(state, interview))]


def _named(areas: list[str]) -> Say:
    key = "say.named" if len(areas) > 1 else "say.named_one"
    return Say(key, {"areas": areas})


def _without_its_name(named: list[str], says: list[Say]) -> list[Say]:
    """The only topic that was named a line above is not named again."""
    if len(named) == 1 and says[0].key == "say.next_area" and says[0].area == named[0]:
        return says[1:]
    return says


def _ask_which(state: IntakeState, reading: Reading) -> bool:
    """Never guess in silence: the two likeliest areas as buttons, if two are likely."""
    likely = sorted(reading.scores, key=lambda area: -reading.scores[area])[:2]
    if len(likely) < 2 or reading.scores[likely[1]] < WORTH_ASKING:
        return False
    state.which, state.check_message = likely, reading.message_id
    state.asked = WHICH
    return True


def _take_which(state: IntakeState, reading: Reading, hearing: Hearing, heard: Heard) -> None:
    """The person chooses one of the two, or says it in other words."""
    named = note_words(state, reading, heard)
    if reading.choice in state.which and state.check_message is not None:
        area = str(reading.choice)
        state.areas[area].named = True
        heard.settles = (state.check_message, (area,))
        named = [area]
    elif not named and not reading.is_press and _says_something(reading, hearing):
        heard.role = "not_understood"
        heard.says.append(Say("say.not_understood_twice"))
    state.which, state.check_message = [], None
    heard.says.extend(take_up(state, named, hearing.interview))


def _says_something(reading: Reading, hearing: Hearing) -> bool:
    return reading.intent == "inform" or hearing.tells_more(reading)


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
    heard.says.extend(also(named))
    before, stage = state.asked, state.stage
    state.stage = Stage.INTERVIEW
    heard.says.extend(advance(state, hearing.interview))
    if state.stage is Stage.REVIEW and before == SENT:
        state.asked, state.stage = before, stage
        heard.says[-1] = ask_again(state, hearing.interview)


def _take_aside(state: IntakeState, reading: Reading, hearing: Hearing, heard: Heard) -> None:
    """Words that do not settle what was asked are kept, and it is asked again."""
    named = note_words(state, reading, heard)
    if not reading.is_press and not named:
        heard.role = "not_understood"
    put_first(state, named)
    heard.says.extend(also(named))
    heard.says.append(ask_again(state, hearing.interview))


_ASKED_BY_ITSELF = {
    CONSENT: _take_consent,
    OPENING: _take_opening,
    WHICH: _take_which,
    ENOUGH: _take_enough,
    REVIEW: _take_later,
    SENT: _take_later,
}
