"""The questions of an area: the one that opens it, the plain check, the follow-ups."""

from __future__ import annotations

from collections.abc import Iterable

from bot.casework.answers import NO_ANSWER, Reply, Verdict, is_word_for, read_start
from bot.casework.hearing import Heard, Hearing
from bot.casework.intake_plan import advance, ask_again, keep_old, put_first
from bot.casework.intake_state import CHECK, COUNTY, Answer, AreaStatus, IntakeState
from bot.casework.need_area import SILENT_CHOICES, Question
from bot.casework.reading import Reading
from bot.casework.thread import Say

# The questions whose answer may name a municipality of another county.
MUNICIPALITY = ("housing.municipality", "general.municipality_after")

BARE_WORDS = 2
_FOLLOW_UP_SAYS = {
    "skip": "say.skipped",
    "dont_know": "say.dont_know_noted",
    "no_answer": "say.no_answer_noted",
}


def take_start(
    state: IntakeState, question: Question, reading: Reading, hearing: Hearing, heard: Heard
) -> None:
    area = question.area or ""
    reply = read_start(reading, question)
    if reply.verdict is Verdict.UNCLEAR and state.areas[area].named and area in reading.areas:
        # Named before and told of again: who says it twice is not asked a third time.
        reply = Reply(Verdict.NEED, None)
    if question.id in state.reopened:
        if reply.choice == "skip":
            keep_old(state, area)
            heard.says = [Say("say.kept"), *advance(state, hearing.interview)]
            return
        # What they said before no longer speaks for the area: the new answer does.
        state.areas[area].named = False
    others = note_words(state, reading, heard, besides=area)
    if reply.verdict is Verdict.UNCLEAR:
        heard.areas = tuple(dict.fromkeys((area, *heard.areas)))
        heard.role = "statement"
        _store(state, question, reply.choice, reading, hearing)
        state.check_message, state.misses = reading.message_id, 0
        state.asked = f"{area}.{CHECK}"
        put_first(state, others)
        heard.says.extend(also(others))
        heard.says.append(ask_again(state, hearing.interview))
        return
    if not reading.is_press and not _only_a_word(reading, reply.choice, hearing):
        heard.role = "statement"
        heard.areas = tuple(dict.fromkeys((area, *heard.areas)))
    _store(state, question, reply.choice, reading, hearing)
    heard.says.append(_settle(state, area, reply.verdict))
    put_first(state, others)
    heard.says.extend(also(others))
    heard.says.extend(advance(state, hearing.interview))


def take_check(state: IntakeState, reading: Reading, hearing: Hearing, heard: Heard) -> None:
    area = state.asked.removesuffix(f".{CHECK}")
    if is_word_for(reading, "yes") or area in reading.areas:
        verdict = Verdict.NEED
    elif is_word_for(reading, "no") or reading.answer == "fine":
        verdict = Verdict.NO_NEED
    elif is_word_for(reading, "skip") or is_word_for(reading, NO_ANSWER):
        # The words were an answer to the area's question; only the check is left out.
        verdict = _without_check(state, area)
    else:
        verdict = Verdict.DONT_KNOW
    others = note_words(state, reading, heard, besides=area)
    if not reading.is_press and verdict is Verdict.NEED:
        heard.role, heard.areas = "statement", tuple(dict.fromkeys((area, *heard.areas)))
    elif _unclear(reading) and heard.role == "side":
        heard.role = "not_understood"
        state.misses += 1
        if state.misses == 1:
            heard.says += [Say("say.not_understood"), ask_again(state, hearing.interview)]
            return
        heard.says.append(Say("say.not_understood_twice"))
    elif heard.role == "side" and hearing.tells_more(reading):
        heard.role, heard.areas = "statement", (area,)
    state.check_message, state.misses = None, 0
    # Words that were unclear have noted nothing yet: a plain "no" to them changes nothing.
    first_time = not state.areas[area].doubt
    state.areas[area].doubt = False
    heard.says.append(_settle(state, area, verdict, first_time=first_time))
    put_first(state, others)
    heard.says.extend(also(others))
    heard.says.extend(advance(state, hearing.interview))


def take_follow_up(
    state: IntakeState, question: Question, reading: Reading, hearing: Hearing, heard: Heard
) -> None:
    choice = _follow_up_choice(reading, question)
    if choice == "dont_know" and hearing.tells_more(reading):
        choice = None
    others: list[str] = []
    if not reading.is_press:
        # What is asked once is about hopes, helpers and meetings: a topic that the person has
        # settled in plain words is asked about again only if the answer makes it urgent.
        reopens = question.area is not None or bool(reading.signals)
        others = note_words(state, reading, heard, question.area, reopens=reopens)
        heard.role = "answer" if choice not in SILENT_CHOICES else "side"
    key = _FOLLOW_UP_SAYS.get(choice or "", "say.answer_noted")
    if choice == "skip" and question.id in state.reopened:
        state.reopened.remove(question.id)
        key = "say.kept"
    else:
        _store(state, question, choice, reading, hearing)
    put_first(state, others)
    heard.says.append(Say(key))
    heard.says.extend(also(others))
    heard.says.extend(advance(state, hearing.interview))
    if question.id in MUNICIPALITY:
        _offer_county(state, reading, hearing, heard)


def _without_check(state: IntakeState, area: str) -> Verdict:
    known = state.areas[area]
    if known.named:
        return Verdict.NEED
    unsettled = known.status is AreaStatus.NOT_ASKED
    return Verdict.DONT_KNOW if unsettled else Verdict(known.status.value)


def _only_a_word(reading: Reading, choice: str | None, hearing: Hearing) -> bool:
    """A bare "no" is the answer and no story: the worker need not read it."""
    if choice == "dont_know":
        return not hearing.tells_more(reading)
    if choice == NO_ANSWER:
        return True
    return choice is not None and len((reading.text or "").split()) <= BARE_WORDS


def _unclear(reading: Reading) -> bool:
    """Words that neither answer the plain check nor ask for anything."""
    return not reading.is_press and reading.answer == "other" and reading.intent == "inform"


def _offer_county(state: IntakeState, reading: Reading, hearing: Hearing, heard: Heard) -> None:
    """Ask whether the summary shall go to the county of the municipality that was named.

    The county of the access code holds until the person says yes (contract section 7).
    """
    if hearing.municipality_in is None or reading.text is None:
        return
    found = hearing.municipality_in(reading.text)
    if found is None or found[1] == hearing.county:
        return
    state.county_offer = found
    state.back_to, state.asked = state.asked, COUNTY
    heard.says[-1] = ask_again(state, hearing.interview)


def _follow_up_choice(reading: Reading, question: Question) -> str | None:
    if reading.choice is not None:
        return reading.choice
    for word in ("skip", "dont_know", NO_ANSWER, "yes", "no"):
        if not is_word_for(reading, word):
            continue
        if word in question.choices or word in SILENT_CHOICES:
            return word
        if word in question.typed:
            return question.typed[word]
    return None


def _settle(state: IntakeState, area: str, verdict: Verdict, *, first_time: bool = False) -> Say:
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
        overrules = not first_time and (known.named or before is AreaStatus.NEED)
        known.named = False
        key = "say.overruled" if overrules else "say.no_need_noted"
        return Say(key, {"area": area}, area)
    if known.named:
        known.status = AreaStatus.NEED
    return Say("say.dont_know_noted", {}, area)


def note_words(
    state: IntakeState,
    reading: Reading,
    heard: Heard,
    besides: str | None = None,
    *,
    reopens: bool = True,
) -> list[str]:
    """Mark the areas that typed words name; returns those that were not known as needs.
    ``reopens``: whether the words may put in doubt what was answered otherwise before."""
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
        settled = known.done and known.status is not AreaStatus.NEED
        if settled and not reopens:
            continue
        if not known.named and known.status is not AreaStatus.NEED:
            new.append(area)
        known.named = True
        if settled:
            # It was answered otherwise before: asked plainly, neither guessed nor passed over.
            known.doubt, known.done = True, False
            state.order.append(area)
    return new


def _store(
    state: IntakeState, question: Question, choice: str | None, reading: Reading, hearing: Hearing
) -> None:
    if question.id in state.reopened:
        state.reopened.remove(question.id)
    version = hearing.interview.version_of(question)
    state.answers[question.id] = Answer(choice, reading.message_id, version, hearing.at)


def also(areas: Iterable[str]) -> list[Say]:
    named = list(areas)
    return [Say("say.also_noted", {"areas": named})] if named else []
