"""The person's plan: yes or no to it and to each who helps, and what the person has done."""

from __future__ import annotations

from bot.casework.ports import UnitOfWork
from bot.casework.services.network_views import plan_of_person
from bot.casework.services.support_network import answer_plan, do_own_todo, say_consent
from bot.web.access import CLIENT
from bot.web.api.body import Json
from bot.web.api.call import Call
from bot.web.api.network import plain_needs
from bot.web.api.operation import Operation


def read_plan(uow: UnitOfWork, call: Call) -> Json:
    """The plan as the worker laid it before the person; empty before that."""
    found = plan_of_person(uow, call.context, call.me)
    asked = ("plan", "plan_at", "answer", "answer_at", "worker", "todos")
    plan = {name: found.get(name) for name in asked}
    return {**plan, "needs": plain_needs(call, found["needs"])}


def answer(uow: UnitOfWork, call: Call) -> Json:
    """Yes or no to the plan that was seen; to another one it does not count."""
    plan, yes = call.body["plan"], call.body["yes"]
    answer_plan(uow, call.context, call.me, plan, yes=yes)
    return read_plan(uow, call)


def consent(uow: UnitOfWork, call: Call) -> Json:
    """Whether the worker may tell one who helps; changed at any time."""
    helper, yes = call.body["helper"], call.body["yes"]
    say_consent(uow, call.context, call.me, helper, yes=yes)
    return read_plan(uow, call)


def done(uow: UnitOfWork, call: Call) -> Json:
    """The person has done a thing of theirs."""
    do_own_todo(uow, call.context, call.me, call.body["todo"])
    return read_plan(uow, call)


_PLAN = "/api/v1/client/plan"
OPERATIONS = [
    Operation("GET", _PLAN, read_plan, CLIENT, "Plan", reads=True),
    Operation("POST", f"{_PLAN}/answer", answer, CLIENT, "Plan", body="PlanAnswer"),
    Operation("POST", f"{_PLAN}/consent", consent, CLIENT, "Plan", body="PlanConsent"),
    Operation("POST", f"{_PLAN}/done", done, CLIENT, "Plan", body="NetworkDone"),
]
