"""What is asked next."""

from __future__ import annotations

from bot.casework.condition import holds
from bot.casework.intake_state import (
    CHANGE,
    CHECK,
    CONSENT,
    COUNTY,
    DELETE,
    ENOUGH,
    LANGUAGE,
    OPENING,
    RESTART,
    REVIEW,
    SENT,
    WHICH,
    AreaStatus,
    IntakeState,
    Stage,
)
from bot.casework.need_area import Interview, Question
from bot.casework.thread import Say

# Three areas already make a summary worth sending; then the person may choose.
AREAS_BEFORE_ENOUGH = 3
_ALWAYS = ("explain", "stop", "human")


def question_say(question: Question) -> Say:
    """The Say that asks a question of the data."""
    choices = (*question.choices, "dont_know", "no_answer", "skip", *_ALWAYS, "enough")
    return Say(f"ask.{question.id}", {}, question.area, question.id, choices)


def check_say(area: str) -> Say:
    """Ask plainly whether there is a need, instead of guessing in silence."""
    return Say("ask.check", {"area": area}, area, f"{area}.{CHECK}", ("yes", "no", *_ALWAYS))


def ask_again(state: IntakeState, interview: Interview) -> Say:
    """The Say for what is asked now, as after a side question or a sign-in."""
    asked = state.asked
    if interview.has_question(asked):
        return question_say(interview.question(asked))
    if asked.endswith(f".{CHECK}"):
        return check_say(asked.removesuffix(f".{CHECK}"))
    if asked == COUNTY and state.county_offer is not None:
        municipality, county = state.county_offer
        params = {"municipality": municipality, "county": county}
        return Say("ask.county", params, None, COUNTY, ("yes", "no"))
    fixed = {
        CONSENT: Say("ask.consent", {}, None, CONSENT, ("agree", "disagree", *_ALWAYS)),
        OPENING: Say("ask.opening", {}, None, OPENING, ("dont_know", "skip", *_ALWAYS)),
        WHICH: Say("ask.which", {}, None, WHICH, (*state.which, "dont_know", "skip", *_ALWAYS)),
        ENOUGH: Say("ask.enough", {}, None, ENOUGH, ("continue", "enough", "human")),
        REVIEW: Say("say.review_ready", {}, None, REVIEW, ("continue", "human", "stop")),
        SENT: Say("say.after_sent", {}, None, SENT, ("continue", "human", "stop")),
        RESTART: Say("ask.restart", {}, None, RESTART, ("yes", "no")),
        DELETE: Say("ask.delete", {}, None, DELETE, ("yes", "no")),
        LANGUAGE: Say("ask.language", {}, None, LANGUAGE, ("fi", "sv", "en")),
        CHANGE: Say("ask.change", {}, None, CHANGE, changeable(state)),
    }
    return fixed[asked]


def changeable(state: IntakeState) -> tuple[str, ...]:
    """The areas that have something to change."""
    return tuple(
        area for area, known in state.areas.items() if known.status is not AreaStatus.NOT_ASKED
    )


def advance(state: IntakeState, interview: Interview) -> list[Say]:
    """Move to the next question; the last Say of the result asks it."""
    says: list[Say] = []
    while True:
        if state.current is not None:
            if state.areas[state.current].doubt:
                state.asked = f"{state.current}.{CHECK}"
                return [*says, check_say(state.current)]
            question = _next_in_area(state, state.current, interview)
            if question is not None:
                state.asked = question.id
                return [*says, question_say(question)]
            _close(state, state.current, interview)
            state.current = None
        if _time_for_enough(state):
            state.enough_asked = True
            state.asked = ENOUGH
            return [*says, Say("say.three_done"), ask_again(state, interview)]
        area = _next_area(state)
        if area is None:
            break
        state.current = area
        says = [Say("say.next_area", {"area": area}, area)]
    general = _next_general(state, interview)
    if general is not None:
        state.asked = general.id
        first = not any(question.id in state.answers for question in interview.general)
        return [*([Say("say.general")] if first else []), question_say(general)]
    return to_review(state, interview)


def to_review(state: IntakeState, interview: Interview) -> list[Say]:
    """Stop asking and show the summary; the areas left stay "not asked"."""
    state.stage = Stage.REVIEW
    state.current = None
    state.reopened = []
    state.asked = REVIEW
    return [ask_again(state, interview)]


def put_first(state: IntakeState, areas: list[str]) -> None:
    """Ask about these areas next, in this order."""
    waiting = [area for area in areas if not state.areas[area].done and area != state.current]
    state.order = waiting + [area for area in state.order if area not in waiting]


def postpone(state: IntakeState, question: Question) -> bool:
    """The area comes last; False where that means nothing: in the middle of an area, where an
    old answer stands, and when nothing else waits."""
    if not question.is_start or question.id in state.answers:
        return False
    waiting = [a for a in state.order if a != question.area and not state.areas[a].done]
    if not waiting:
        return False
    state.order, state.current = [*waiting, str(question.area)], None
    return True


def keep_old(state: IntakeState, area: str) -> None:
    """Whoever opened the area's answers again and then skips has changed nothing."""
    state.reopened = [q for q in state.reopened if q.partition(".")[0] != area]


def _close(state: IntakeState, area: str, interview: Interview) -> None:
    """The area is asked through; old answers that were not asked for again no longer fit."""
    state.areas[area].done = True
    for question in interview.area(area).questions:
        if question.id in state.reopened:
            state.reopened.remove(question.id)
            state.answers.pop(question.id, None)


def _next_area(state: IntakeState) -> str | None:
    state.order = [area for area in state.order if not state.areas[area].done]
    return state.order[0] if state.order else None


def _time_for_enough(state: IntakeState) -> bool:
    return (
        not state.enough_asked
        and state.done_count() >= AREAS_BEFORE_ENOUGH
        and state.done_count() < len(state.areas)
        and not any(a.named and not a.done for a in state.areas.values())
    )


def _next_in_area(state: IntakeState, current: str, interview: Interview) -> Question | None:
    area = interview.area(current)
    known = state.areas[area.id]
    if state.needs_asking(area.start.id):
        return area.start
    if known.status is not AreaStatus.NEED:
        return None
    for question in area.follow_ups:
        if state.needs_asking(question.id) and _applies(question, state):
            return question
    return None


def _next_general(state: IntakeState, interview: Interview) -> Question | None:
    for question in filter(interview.asks, interview.general):
        if question.id not in state.answers and _applies(question, state):
            return question
    return None


def _applies(question: Question, state: IntakeState) -> bool:
    if question.only_if is None:
        return True
    return holds(question.only_if, state)
