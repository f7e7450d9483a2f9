"""Who read the summary, who signed in, the talk with the worker, another county, erasing."""

from __future__ import annotations

from aiohttp import web

from bot.casework.ports import UnitOfWork
from bot.casework.services import referral_verbs, referrals, todo
from bot.casework.services.referral_object import utc
from bot.web.access import CLIENT
from bot.web.api.body import Json
from bot.web.api.call import Call, items
from bot.web.api.operation import Operation, answer_of, json_answer
from bot.web.cookies import end_session_cookie
from bot.web.erasing import erase_person

SIGN_INS = 50


def access_log(uow: UnitOfWork, call: Call) -> Json:
    """Who opened the person's summary, newest first."""
    return items(referrals.access_log(uow, call.context, call.me))


def sign_ins(uow: UnitOfWork, call: Call) -> Json:
    """When somebody signed in as this person, newest first."""
    found = uow.sign_ins.of_client(call.me, SIGN_INS)
    return items([{"at": utc(each.at), "outcome": each.outcome} for each in found])


def write_to_worker(uow: UnitOfWork, call: Call) -> Json:
    """A message to the social worker who has the summary; no assistant reads it."""
    return {"id": referral_verbs.write(uow, call.context, call.me, call.body["text"])}


def answer_county(uow: UnitOfWork, call: Call) -> Json:
    """Yes or no to the other county that the worker has proposed."""
    return referral_verbs.answer_forward(uow, call.context, call.me, call.body["yes"])


def todo_list(uow: UnitOfWork, call: Call) -> Json:
    """What to begin by when and with whom, and whether help came."""
    return todo.todo(uow, call.context, call.me)


def report_help(uow: UnitOfWork, call: Call) -> Json:
    """Whether help came with one need."""
    return todo.report_help(uow, call.context, call.me, call.body["area"], call.body["help"])


async def erase(request: web.Request, call: Call) -> web.Response:
    """Erase everything the person told; ends the session."""
    await erase_person(request, call.me)
    response = answer_of(json_answer({"erased": True}))
    end_session_cookie(request, response, "client")
    return response


_PATH = "/api/v1/client"
OPERATIONS = [
    Operation("GET", f"{_PATH}/access-log", access_log, CLIENT, "AccessLog", reads=True),
    Operation("GET", f"{_PATH}/sign-ins", sign_ins, CLIENT, "SignIns", reads=True),
    Operation("POST", f"{_PATH}/worker-messages", write_to_worker, CLIENT, "Written", 201, "Words"),
    Operation(
        "POST", f"{_PATH}/county", answer_county, CLIENT, "CountyAnswered", body="CountyAnswer"
    ),
    Operation("GET", f"{_PATH}/todo", todo_list, CLIENT, "Todo", reads=True),
    Operation("POST", f"{_PATH}/help-reports", report_help, CLIENT, "Todo", 201, "HelpReport"),
    Operation("POST", f"{_PATH}/erase", erase, CLIENT, "Erased"),
]
