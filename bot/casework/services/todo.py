"""The person's own list: what to begin, by when, with whom; and whether help came.

Whether help came is asked need by need after sending: support must not end at the gate
(domain.md section 8). An answer is the person's own; the social worker reads those about
needs that were shared.
"""

from __future__ import annotations

from typing import Any

from bot.casework.context import Context
from bot.casework.errors import BadInput, WrongState
from bot.casework.people import HelpReport
from bot.casework.ports import UnitOfWork
from bot.casework.services.referral_object import utc
from bot.casework.services.review import summary

Json = dict[str, Any]
ANSWERS = ("yes", "partly", "no")


def todo(uow: UnitOfWork, context: Context, client_id: str) -> Json:
    """{"sent", "release", "needs": [{"area", "statements", "answers", "steps": [{"what", "date",
    "now"}], "actors", "help": {"answer", "at"} | None}]}, most urgent first.

    ``now``: its day has come or passed. Without a release date only what must begin at once
    has a day.
    """
    return todo_of(uow, context, client_id, summary(uow, context, client_id))


def todo_of(uow: UnitOfWork, context: Context, client_id: str, shown: Json) -> Json:
    """The same out of a summary that was gathered already (``review.summary``)."""
    reports = {report.area: report for report in uow.help_reports.of_client(client_id)}
    today = context.today().isoformat()
    needs = []
    for need in shown["needs"]:
        area = need["area"]
        steps = [
            {"what": row["what"], "date": row["date"], "now": row["date"] <= today}
            for row in shown["start_by"]
            if row["area"] == area
        ]
        actors = [row["actor"] for row in shown["actors"] if row["area"] == area]
        said = {name: need[name] for name in ("statements", "answers")}
        report = reports.get(area)
        needs.append(
            {"area": area, **said, "steps": steps, "actors": actors, "help": _said(report)}
        )
    return {"sent": shown["id"] is not None, "release": shown["release"], "needs": needs}


def report_help(uow: UnitOfWork, context: Context, client_id: str, area: str, answer: str) -> Json:
    """The person says whether help came with that need; the same answer again adds nothing.

    Raises BadInput for an answer or a need that is none, WrongState before sending.
    """
    if answer not in ANSWERS:
        raise BadInput("unknown_help_answer")
    mine = todo(uow, context, client_id)
    if not mine["sent"]:
        raise WrongState("send_summary_first")
    need = next((each for each in mine["needs"] if each["area"] == area), None)
    if need is None:
        raise BadInput("no_such_need")
    if need["help"] is None or need["help"]["answer"] != answer:
        report = HelpReport(area, answer, context.clock.now())
        uow.help_reports.add(client_id, report)
        need["help"] = _said(report)
    return mine


def help_received(uow: UnitOfWork, client_id: str, shared: set[str]) -> dict[str, Json]:
    """For the social worker: the latest answer about each of the ``shared`` needs."""
    reports = uow.help_reports.of_client(client_id)
    return {r.area: {"answer": r.answer, "at": utc(r.at)} for r in reports if r.area in shared}


def _said(report: HelpReport | None) -> Json | None:
    return None if report is None else {"answer": report.answer, "at": utc(report.at)}
