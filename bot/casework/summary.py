"""The summary: what the person told, in their own words, and who may read what.

Three steps. ``collect`` gathers everything from the interview. ``share`` keeps
what the person has ticked; what is not shared looks like what was declined.
``present`` adds what depends on the day: urgency, days left, dates to begin by.
Nothing is invented: every string is the person's own, an id, or a date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.casework.intake_state import Answer, AreaStatus, IntakeState
from bot.casework.need_area import SILENT_CHOICES, Interview

SCHEMA_VERSION = 1
RECEIVER = "social_worker"
# Parts of the summary, beside the areas, that have a consent of their own.
EXTRA_PARTS = ("strengths", "network", "contact", "access_needs", "meeting_wish")


@dataclass(frozen=True)
class Told:
    """One message of the person, with what understanding made of it."""

    message_id: str
    text: str
    at: str
    role: str
    areas: tuple[str, ...] = ()
    question: str | None = None
    paper: bool = False


@dataclass
class Review:
    """What the person decided at the review: ticks, corrections, what stays out."""

    consent: dict[str, dict[str, bool]] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    edited: dict[str, str] = field(default_factory=dict)
    # Whose social worker the ticks are for; None in one that is older than this field.
    county: str | None = None

    def ticked(self, part: str, receiver: str = RECEIVER) -> bool:
        """Whether the receiver may read the part; never without the person's own tick."""
        return self.consent.get(part, {}).get(receiver, False)

    def to_json(self) -> dict[str, Any]:
        """Plain data for sealing."""
        return {
            "consent": self.consent,
            "left_out": sorted(self.left_out),
            "edited": self.edited,
            "county": self.county,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Review:
        """The inverse of ``to_json``."""
        return cls(
            dict(data["consent"]), set(data["left_out"]), dict(data["edited"]), data.get("county")
        )


Item = dict[str, Any]


@dataclass
class Content:
    """What the person told, sorted; plain data that is sealed when it is sent."""

    needs: list[Item] = field(default_factory=list)
    no_need: list[str] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)
    dont_know: list[str] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)
    other_statements: list[Item] = field(default_factory=list)
    not_understood: list[Item] = field(default_factory=list)
    general: dict[str, list[Item]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain data for sealing."""
        return dict(self.__dict__)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Content:
        """The inverse of ``to_json``."""
        return cls(**data)

    def parts(self) -> list[str]:
        """The parts that the person can tick: areas with something in them, and the rest."""
        areas = [need["area"] for need in self.needs] + self.no_need + self.dont_know
        return [*areas, *EXTRA_PARTS]


def collect(
    state: IntakeState, told: Iterable[Told], review: Review, interview: Interview
) -> Content:
    """Everything the person told that still holds, each thing with the id it came from."""
    messages = [t for t in told if state.since is None or t.at >= state.since]
    by_id = {t.message_id: t for t in messages}
    content = Content()
    for area, known in state.areas.items():
        lists = {
            AreaStatus.NO_NEED: content.no_need,
            AreaStatus.DECLINED: content.declined,
            AreaStatus.DONT_KNOW: content.dont_know,
            AreaStatus.NOT_ASKED: content.not_asked,
        }
        # Who skipped the question and named the need later decides at the review.
        unsettled = known.status in (AreaStatus.NOT_ASKED, AreaStatus.DECLINED)
        if known.status is AreaStatus.NEED or (known.named and unsettled):
            content.needs.append(_need(area, state, messages, by_id, review, interview))
        else:
            lists[known.status].append(area)
    need_areas = {need["area"] for need in content.needs}
    for item in messages:
        # A press has no words, whatever came of it.
        if item.message_id in review.left_out or not item.text:
            continue
        if item.role == "not_understood":
            content.not_understood.append(_words(item, review))
        elif item.role == "statement" and not need_areas & set(item.areas):
            area_of = item.areas[0] if len(item.areas) == 1 else None
            content.other_statements.append({**_words(item, review), "area": area_of})
    for question in interview.general:
        answer = state.answers.get(question.id)
        if answer is None or answer.choice in SILENT_CHOICES or question.id in review.left_out:
            continue
        content.general.setdefault(question.feeds or "contact", []).append(
            _answer(question.id, answer, by_id, review)
        )
    return content


def _need(
    area: str,
    state: IntakeState,
    messages: list[Told],
    by_id: Mapping[str, Told],
    review: Review,
    interview: Interview,
) -> Item:
    statements = [
        _words(item, review)
        for item in messages
        if area in item.areas
        and item.role in ("statement", "answer")
        and item.text
        and item.message_id not in review.left_out
        and not (item.role == "answer" and _area_of(item.question, interview) == area)
    ]
    answers = []
    for question in interview.area(area).questions:
        answer = state.answers.get(question.id)
        if answer is None or question.id in review.left_out:
            continue
        typed = by_id.get(answer.message_id)
        if question.is_start and answer.choice is None:
            continue  # the words stand among the statements
        if question.is_start and typed is not None and typed.role == "statement":
            continue
        answers.append(_answer(question.id, answer, by_id, review))
    signals = sorted(
        signal for signal, source in state.signals.items() if source not in review.left_out
    )
    return {"area": area, "statements": statements, "answers": answers, "signals": signals}


def _area_of(question: str | None, interview: Interview) -> str | None:
    if question is None or not interview.has_question(question):
        return None
    return interview.question(question).area


def _words(item: Told, review: Review) -> Item:
    words: Item = {
        "id": item.message_id,
        "text": review.edited.get(item.message_id, item.text),
        "message_id": item.message_id,
        "said_at": item.at,
        "areas": list(item.areas),
    }
    if item.message_id in review.edited:
        words["edited"] = True
    if item.paper:
        words["paper"] = True
    return words


def _answer(question: str, answer: Answer, by_id: Mapping[str, Told], review: Review) -> Item:
    out: Item = {"id": question, "question": question, "message_id": answer.message_id}
    out["version"] = answer.version
    told = by_id.get(answer.message_id)
    if told is not None and told.paper:
        out["paper"] = True
    if question in review.edited:
        out["text"], out["edited"] = review.edited[question], True
        # Corrected words may still tell of what the first ones told of.
        out["areas"] = list(told.areas) if told is not None else []
    elif answer.choice is not None:
        out["choice"] = answer.choice
    elif told is not None:
        out["text"], out["areas"] = told.text, list(told.areas)
    return out


def share(content: Content, review: Review, receiver: str = RECEIVER) -> Content:
    """What leaves: a statement only if all its areas are ticked, the rest as if declined."""
    areas = {need["area"] for need in content.needs} | set(content.no_need)
    areas |= set(content.dont_know)
    ticked = {area for area in areas if review.ticked(area, receiver)}

    def leaves(item: Item) -> bool:
        # An area that was not asked through has no tick to give: it can't hold words back.
        about = set(item.get("areas") or ()) - set(content.not_asked)
        return about <= ticked if about else ticked == areas

    shared = Content(not_asked=list(content.not_asked), declined=list(content.declined))
    for need in content.needs:
        if need["area"] not in ticked:
            continue
        kept = dict(need)
        kept["statements"] = [item for item in need["statements"] if leaves(item)]
        kept["answers"] = [
            item for item in need["answers"] if not item.get("areas") or leaves(item)
        ]
        shared.needs.append(kept)
    shared.no_need = [area for area in content.no_need if area in ticked]
    shared.dont_know = [area for area in content.dont_know if area in ticked]
    shared.declined += sorted(areas - ticked)
    shared.other_statements = [item for item in content.other_statements if leaves(item)]
    shared.not_understood = [item for item in content.not_understood if leaves(item)]
    for part, items in content.general.items():
        consent = "access_needs" if part == "interpreter" else part
        if review.ticked(consent, receiver):
            # Words that tell of a need as well tell of two things: both must be ticked.
            kept_back = {need["area"] for need in content.needs} - ticked
            free = [item for item in items if not kept_back & set(item.get("areas") or ())]
            shared.general.update({part: free} if free else {})
    return shared


def anything_ticked(review: Review, content: Content) -> bool:
    """Whether there is any consent to send on."""
    return any(review.ticked(part) for part in content.parts())


def required_areas(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The areas that must all be ticked before the words may leave."""
    return tuple(item.get("areas") or ())


def release_facts(release: dt.date | None, certain: bool, today: dt.date) -> dict[str, Any]:
    """The release as the summary tells it; days_left is negative once it has passed."""
    return {
        "date": release.isoformat() if release else None,
        "days_left": (release - today).days if release else None,
        "certain": certain and release is not None,
    }
