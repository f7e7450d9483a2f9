"""Talk that is no answer: explaining, privacy, breaks, changing, starting over.

The question that was asked always comes back.
"""

from __future__ import annotations

from bot.casework.answers import is_word_for
from bot.casework.hearing import Heard, Hearing
from bot.casework.intake_areas import also, note_words
from bot.casework.intake_plan import advance, ask_again, put_first, to_review
from bot.casework.intake_state import (
    CHANGE,
    CHECK,
    CONSENT,
    COUNTY,
    DELETE,
    LANGUAGE,
    OPENING,
    RESTART,
    AreaStatus,
    IntakeState,
    Stage,
    new_state,
)
from bot.casework.reading import Reading
from bot.casework.thread import Say

PENDING = frozenset({RESTART, DELETE, CHANGE, LANGUAGE, COUNTY})
LANGUAGES = ("fi", "sv", "en")
_PLAIN = {
    "ask_privacy": ("say.privacy", "say.privacy_log"),
    "bot_challenge": ("say.bot",),
    "greet": ("say.greet",),
    "thanks": ("say.thanks",),
    "goodbye": ("say.goodbye",),
    "out_of_scope": ("say.out_of_scope",),
    "ask_human": ("say.human",),
    "cancel_meeting": ("say.meeting_cancel_how",),
    "request_meeting": ("say.meeting_how",),
}
# "What happens then?" is asked in the same words as "has anybody read it?": both are answered.
_THEN = {
    "say.status_none": "say.what_then",
    "say.status_sent": "say.then_after_sent",
    "say.status_opened": "say.then_after_sent",
    "say.status_claimed": "say.then_after_sent",
}
_PENDING_FOR = {
    "restart": RESTART,
    "delete_my_data": DELETE,
    "change_language": LANGUAGE,
    "change_answer": CHANGE,
}


def answer_side(
    state: IntakeState, intent: str, reading: Reading, hearing: Hearing, heard: Heard
) -> bool:
    """Answer a side matter; False if it is none after all."""
    says = heard.says
    if intent in _PENDING_FOR:
        return _open_pending(state, intent, reading, hearing, heard)
    if intent == "enough":
        says.extend(to_review(state, hearing.interview))
        return True
    if intent == "stop":
        says.append(Say("say.stopped"))
    elif intent == "ask_explain":
        says.append(_explanation(state, reading, hearing))
    elif intent == "ask_status":
        says.append(hearing.status_say)
        then = _THEN.get(hearing.status_say.key)
        says.extend([Say(then)] if then else [])
    elif intent in _PLAIN:
        says.extend(Say(key) for key in _PLAIN[intent])
    else:
        return False
    says.append(ask_again(state, hearing.interview))
    return True


def _explanation(state: IntakeState, reading: Reading, hearing: Hearing) -> Say:
    term = hearing.glossary.term_in(reading.text or "")
    if term is not None:
        return Say(f"term.{term}.text")
    asked = state.asked
    if asked.endswith(f".{CHECK}"):
        return Say("explain.check")
    if asked in ("review", "sent"):
        return Say("say.what_then")
    return Say(f"explain.{asked}")


def _open_pending(
    state: IntakeState, intent: str, reading: Reading, hearing: Hearing, heard: Heard
) -> bool:
    if state.stage is Stage.CONSENT and intent in ("restart", "change_answer"):
        heard.says.append(ask_again(state, hearing.interview))
        return True
    named = hearing.glossary.language_in(reading.text or "")
    if intent == "change_language" and named is not None:
        heard.says += [Say("say.language_changed"), ask_again(state, hearing.interview)]
        heard.effects.append(f"language:{named}")
        return True
    if intent == "change_answer":
        mentioned = _topic_of(reading, hearing)
        if mentioned and state.areas[mentioned].status is not AreaStatus.NOT_ASKED:
            _reopen(state, mentioned, hearing, heard)
            return True
        if not any(a.status is not AreaStatus.NOT_ASKED for a in state.areas.values()):
            heard.says.append(ask_again(state, hearing.interview))
            return True
    if state.asked not in PENDING:
        state.back_to = state.asked
    state.asked, state.county_offer = _PENDING_FOR[intent], None
    heard.says.append(ask_again(state, hearing.interview))
    return True


def _topic_of(reading: Reading, hearing: Hearing) -> str | None:
    """Which topic's answer somebody wants to change. The model hears needs, and "take back
    what I said of my flat" tells of none: then a word for the topic tells."""
    if len(reading.areas) == 1:
        return reading.areas[0]
    return None if reading.areas else hearing.glossary.topic_in(reading.text or "")


def settle_pending(
    state: IntakeState, reading: Reading, hearing: Hearing, heard: Heard, side: str | None
) -> bool:
    """Take the answer to "start over?", "delete?", "which language?", "change what?"; False
    for a side matter, and the question stays."""
    asked = state.asked
    yes = is_word_for(reading, "yes")
    language = reading.choice or hearing.glossary.language_in(reading.text or "")
    topic = _topic_of(reading, hearing) if side in (None, "change_answer") else None
    if asked == LANGUAGE and language in LANGUAGES:
        heard.effects.append(f"language:{language}")
        heard.says.append(Say("say.language_changed"))
    elif asked == COUNTY and state.county_offer is not None:
        if not yes and not is_word_for(reading, "no"):
            return False
        county = state.county_offer[1] if yes else hearing.county
        if yes:
            heard.effects.append(f"county:{county}")
        key = "say.county_changed" if yes else "say.county_kept"
        heard.says.append(Say(key, {"county": county}))
        state.county_offer = None
    elif asked == CHANGE and reading.choice in state.areas:
        _reopen(state, reading.choice or "", hearing, heard)
        return True
    elif asked == CHANGE and topic is not None:
        _reopen(state, topic, hearing, heard)
        return True
    elif asked == RESTART and yes:
        _start_over(state, hearing)
        heard.says.append(Say("say.restarted"))
        heard.says.append(ask_again(state, hearing.interview))
        return True
    elif asked == DELETE and yes:
        heard.effects.append("erase")
        return True
    elif side is not None and not is_word_for(reading, "no"):
        return False
    else:
        named = note_words(state, reading, heard)
        put_first(state, named)
        heard.says += [Say("say.kept"), *also(named)]
    state.asked, state.back_to = state.back_to or CONSENT, None
    heard.says.append(ask_again(state, hearing.interview))
    return True


def change_language(state: IntakeState, lang: str, hearing: Hearing) -> Heard:
    """A language was pressed while something else was asked; that is asked again in it."""
    heard = Heard(question=state.asked, effects=[f"language:{lang}"])
    heard.says = [Say("say.language_changed"), ask_again(state, hearing.interview)]
    return heard


def _reopen(state: IntakeState, area: str, hearing: Hearing, heard: Heard) -> None:
    """Ask the area's questions again; the new answer replaces the old one once it is there."""
    for question in hearing.interview.area(area).questions:
        if question.id in state.answers and question.id not in state.reopened:
            state.reopened.append(question.id)
    state.areas[area].done = False
    state.stage = Stage.INTERVIEW
    state.back_to = None
    if state.current is not None and state.current != area:
        state.order.insert(0, state.current)
    if area not in state.order:
        state.order.insert(0, area)
    state.current = area
    heard.says.append(Say("say.changed", {"area": area}, area))
    heard.says.extend(advance(state, hearing.interview))


def _start_over(state: IntakeState, hearing: Hearing) -> None:
    """Forget every answer; consent to begin stays, and so does what has been sent."""
    fresh = new_state(hearing.interview)
    fresh.stage, fresh.asked, fresh.since = Stage.OPENING, OPENING, hearing.at
    state.__dict__.update(fresh.__dict__)
