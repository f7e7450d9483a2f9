"""data/interview -> casework.need_area, checked (the schema is in data/interview/README.md)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.casework.condition import Condition, Leaf, Tree, questions_in, signals_in
from bot.casework.need_area import (
    AREA_IDS,
    SIGNALS,
    Interview,
    Means,
    NeedArea,
    Question,
    StartBy,
    Urgency,
    UrgencyRule,
)
from bot.content.problems import ContentError, read_yaml

FEEDS = ("strengths", "network", "contact", "access_needs", "interpreter", "meeting_wish")
_QUESTION_KEYS = {"id", "choices", "means", "only_if", "typed", "feeds", "release_unknown"}
_AREA_KEYS = {"version", "area", "order", "section_11", "questions", "urgency", "start_by"}
_LEAF_KEYS = {"question", "choice", "signal", "unless_answered"}


def load_interview(folder: Path) -> Interview:
    """All areas and the general questions; raises ContentError with every problem found."""
    problems: list[str] = []
    areas = []
    for area_id in AREA_IDS:
        try:
            areas.append(_area(read_yaml(folder / f"{area_id}.yml"), area_id))
        except ContentError as error:
            problems += error.problems
        except (KeyError, TypeError, ValueError) as error:
            problems.append(f"{area_id}.yml: {type(error).__name__} {error}")
    general = read_yaml(folder / "general.yml")
    questions = tuple(_question(row, None) for row in general["questions"])
    if problems:
        raise ContentError(problems)
    interview = Interview(tuple(areas), questions, general["version"])
    problems = check_interview(interview)
    if problems:
        raise ContentError(problems)
    return interview


def check_interview(interview: Interview) -> list[str]:
    """Everything that is wrong in how the questions hang together."""
    problems = []
    for area in interview.areas:
        if area.start.id != f"{area.id}.start":
            problems.append(f"{area.id}: the first question must be {area.id}.start")
        problems += [
            f"{area.start.id}: no meaning for the choice {choice}"
            for choice in area.start.choices
            if choice not in area.start.means
        ]
        for rule in area.urgency:
            problems += _check_condition(f"{area.id}/{rule.reason}", rule.when, interview)
    every = [q for area in interview.areas for q in area.questions] + list(interview.general)
    for question in every:
        problems += _check_question(question, interview)
    return problems


def _check_question(question: Question, interview: Interview) -> list[str]:
    problems = [
        f"{question.id}: typed names the unknown choice {choice}"
        for choice in question.typed.values()
        if choice not in question.choices
    ]
    if len(question.choices) > 5:
        problems.append(f"{question.id}: more than five choices")
    if question.area is None and question.feeds not in FEEDS:
        problems.append(f"{question.id}: feeds must be one of {', '.join(FEEDS)}")
    if question.only_if is not None:
        problems += _check_condition(question.id, question.only_if, interview)
    return problems


def _check_condition(where: str, condition: Condition, interview: Interview) -> list[str]:
    problems = []
    for question_id, choice in questions_in(condition):
        if not interview.has_question(question_id):
            problems.append(f"{where}: unknown question {question_id}")
        elif choice is not None and choice not in _answers_of(interview.question(question_id)):
            problems.append(f"{where}: {question_id} has no choice {choice}")
    unknown = [name for name in signals_in(condition) if name not in SIGNALS]
    return problems + [f"{where}: unknown signal {name}" for name in unknown]


def _answers_of(question: Question) -> set[str]:
    return {*question.choices, *question.means}


def _area(data: Mapping[str, Any], area_id: str) -> NeedArea:
    _only(data, _AREA_KEYS | {"actors"}, area_id)
    if data["area"] != area_id:
        raise ContentError([f"{area_id}.yml: is about {data['area']}"])
    return NeedArea(
        id=area_id,
        version=data["version"],
        order=data["order"],
        section_11=tuple(str(point) for point in data["section_11"]),
        questions=tuple(_question(row, area_id) for row in data["questions"]),
        urgency=tuple(_rule(row) for row in data.get("urgency", ())),
        start_by=tuple(_start_by(row, area_id) for row in data.get("start_by", ())),
        actors=tuple(data.get("actors", ())),
    )


def _question(row: Mapping[str, Any], area: str | None) -> Question:
    _only(row, _QUESTION_KEYS, str(row.get("id")))
    only_if = row.get("only_if")
    return Question(
        id=row["id"],
        area=area,
        choices=tuple(row["choices"]),
        means={choice: Means(means) for choice, means in row.get("means", {}).items()},
        typed=dict(row.get("typed", {})),
        only_if=_condition(only_if) if only_if is not None else None,
        feeds=row.get("feeds"),
        release_unknown=bool(row.get("release_unknown")),
    )


def _rule(row: Mapping[str, Any]) -> UrgencyRule:
    _only(row, {"reason", "level", "when", "days_left_at_most"}, str(row.get("reason")))
    return UrgencyRule(
        row["reason"], Urgency(row["level"]), _condition(row["when"]), row.get("days_left_at_most")
    )


def _start_by(row: Mapping[str, Any], where: str) -> StartBy:
    _only(row, {"what", "days_before_release", "at_once"}, where)
    days = None if row.get("at_once") else int(row["days_before_release"])
    return StartBy(row["what"], days)


def _condition(data: Mapping[str, Any]) -> Condition:
    for join in ("any", "all"):
        if join in data:
            return Tree(join, tuple(_condition(part) for part in data[join]))
    _only(data, _LEAF_KEYS, "condition")
    return Leaf(**data)


def _only(data: Mapping[str, Any], allowed: set[str], where: str) -> None:
    unknown = sorted(set(data) - allowed)
    if unknown:
        raise ContentError([f"{where}: unknown keys {', '.join(map(str, unknown))}"])
