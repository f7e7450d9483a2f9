"""The summary as it is read today (contract section 3, ``Referral``).

What was sent stays as it was sent; urgency, days left and the dates to begin
by are computed for the day of reading.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.casework.need_area import Interview, Urgency
from bot.casework.summary import SCHEMA_VERSION, Content, release_facts
from bot.casework.urgency import Evidence, judge, turning_days

Json = dict[str, Any]


def evidence_of(content: Content) -> Evidence:
    """Choices and signals of the shared needs only: urgency counts what is shared."""
    choices: dict[str, str | None] = {}
    signals: set[str] = set()
    for need in content.needs:
        signals.update(need["signals"])
        for answer in need["answers"]:
            choices[answer["question"]] = answer.get("choice")
    return Evidence(choices, signals)


def present(
    content: Content,
    interview: Interview,
    release: dt.date | None,
    certain: bool,
    today: dt.date,
) -> Json:
    """The parts of a referral that come from the interview, ordered by urgency."""
    evidence = evidence_of(content)
    needs: list[Json] = []
    for need in content.needs:
        area = interview.area(need["area"])
        judged = judge(area, evidence, release, today)
        needs.append(
            {
                "area": area.id,
                "urgency": judged.level.value,
                "urgency_reasons": list(judged.reasons),
                "section_11": list(area.section_11),
                "statements": [_statement(item) for item in need["statements"]],
                "answers": [_plain(item) for item in need["answers"]],
            }
        )
    needs.sort(key=lambda n: (Urgency(n["urgency"]).rank, interview.area(n["area"]).order))
    levels = [Urgency(need["urgency"]) for need in needs] or [Urgency.NORMAL]
    general = content.general
    return {
        "schema_version": SCHEMA_VERSION,
        "urgency": min(levels, key=lambda level: level.rank).value,
        "interpreter": _first(general.get("interpreter", [])),
        "access_needs": [_plain(item) for item in general.get("access_needs", [])],
        "release": release_facts(release, certain, today),
        "needs": needs,
        "no_need": content.no_need,
        "declined": content.declined,
        "dont_know": content.dont_know,
        "not_asked": content.not_asked,
        "other_statements": [
            {**_statement(item), "area": item.get("area")} for item in content.other_statements
        ],
        "not_understood": [_statement(item) for item in content.not_understood],
        "start_by": start_by(content, interview, release, today),
        "actors": [
            {"area": need["area"], "actor": actor}
            for need in needs
            for actor in interview.area(need["area"]).actors
        ],
        "strengths": [_plain(item) for item in general.get("strengths", [])],
        "network": [_plain(item) for item in general.get("network", [])],
        "contact": {
            item["question"].removeprefix("general."): _plain(item)
            for item in general.get("contact", [])
        },
        "meeting_wish": _first(general.get("meeting_wish", [])) or {},
    }


def start_by(
    content: Content, interview: Interview, release: dt.date | None, today: dt.date
) -> list[Json]:
    """The latest day to begin each thing, soonest first; without a release date only
    what must begin at once."""
    rows = []
    for need in content.needs:
        for step in interview.area(need["area"]).start_by:
            if step.days_before_release is None:
                day = today
            elif release is not None:
                day = release - dt.timedelta(days=step.days_before_release)
            else:
                continue
            rows.append({"area": need["area"], "what": step.what, "date": day.isoformat()})
    return sorted(rows, key=lambda row: row["date"])


def outlook(
    content: Content, interview: Interview, release: dt.date | None, today: dt.date
) -> list[Json]:
    """How urgency unfolds: [{"from", "urgency", "reasons"}], one entry for each change.

    The queue orders by it on any later day without opening a summary.
    """
    areas = [interview.area(need["area"]) for need in content.needs]
    evidence = evidence_of(content)
    days = [today, *(day for day in turning_days(release, areas) if day > today)]
    steps: list[Json] = []
    for day in days:
        judged = [judge(area, evidence, release, day) for area in areas]
        level = min((j.level for j in judged), key=lambda u: u.rank, default=Urgency.NORMAL)
        reasons = [r for j in judged if j.level is level for r in j.reasons]
        entry = {"urgency": level.value, "reasons": list(dict.fromkeys(reasons))}
        if not steps or {k: steps[-1][k] for k in entry} != entry:
            steps.append({"from": day.isoformat(), **entry})
    return steps


def _statement(item: Json) -> Json:
    keep = ("id", "text", "message_id", "said_at", "edited", "paper")
    return {key: item[key] for key in keep if key in item}


def _plain(item: Json) -> Json:
    keep = ("id", "question", "choice", "text", "message_id", "edited", "version", "paper")
    return {key: item[key] for key in keep if key in item}


def _first(items: list[Json]) -> Json | None:
    return _plain(items[0]) if items else None
