"""The conversation: the thread, a message, and the button for help now."""

from __future__ import annotations

from aiohttp import web

from bot.casework.errors import BadInput, WrongState
from bot.casework.ports import UnitOfWork
from bot.casework.services.conversation import Incoming
from bot.casework.services.crisis import press_help
from bot.casework.services.sessions import set_language
from bot.casework.services.thread import ThreadView, open_thread
from bot.web.access import CLIENT
from bot.web.api.body import Json
from bot.web.api.call import Call, database_of
from bot.web.api.once import PENDING, Answer, Repeatable, repeatable
from bot.web.api.operation import Operation, answer_of, json_answer, known, watch_body
from bot.web.conversation import CONVERSATION, Answered
from bot.web.cookies import end_session_cookie
from bot.web.erasing import erase_person
from bot.web.problems import problem

# Enough to find what was asked last.
LATEST = 10
ERASE, LANGUAGE = "erase", "language:"


def read_thread(uow: UnitOfWork, call: Call) -> Json:
    """The whole thread in the current language."""
    return shown(call, open_thread(uow, call.context, call.me))


async def write_message(request: web.Request, call: Call) -> web.Response:
    """Say something, in words or by a choice; answers with what is new since then."""
    once = repeatable(request, call, call.me)
    earlier = await known(request, once)
    if earlier is not None:
        return answer_of(earlier)
    message_id = once.derived_id if once is not None else call.context.ids.new()
    try:
        incoming = _incoming(call, message_id)
        answered = await request.config_dict[CONVERSATION].say(call.me, incoming)
    except WrongState as refusal:
        return await _refused(request, call, refusal)
    if ERASE in answered.effects:
        return await _erased(request, call, answered)
    return await _answered(request, call, answered, once)


def help_now(uow: UnitOfWork, call: Call) -> Json:
    """The person's own press for help: staff are told, the interview stops."""
    # Begins the thread if it has not begun: its first words are not the answer to this.
    before = open_thread(uow, call.context, call.me, limit=1).messages
    alert = press_help(uow, call.context, call.me)
    after = before[-1].seq if before else 0
    return {**shown(call, open_thread(uow, call.context, call.me, after=after)), "alert": alert}


def shown(call: Call, view: ThreadView) -> Json:
    """A thread, or part of one, in the shape of contract section 3."""
    wording = call.wording
    return {
        "messages": [entry for message in view.messages for entry in wording.entries(message)],
        "stage": view.stage,
        "progress": {"done": view.done, "total": view.total},
        "waiting": view.waiting,
    }


def present_question(call: Call, view: ThreadView, say: str | None = None) -> Json:
    """What is asked now, as a message; ``say``: with other words in front of the choices."""
    asks, wording = view.asks.as_json(), call.wording
    words = {**asks, "say": say, "params": {}} if say is not None else asks
    entries = [entry for message in view.messages for entry in wording.entries(message)]
    same = [entry["id"] for entry in entries if entry["question"] == asks["question"]]
    return {
        "id": same[-1] if same else f"{call.me}.now",
        "from": "assistant",
        "text": wording.say(words),
        "area": asks.get("area"),
        "question": asks["question"],
        "choices": wording.choices(asks),
    }


def _incoming(call: Call, message_id: str) -> Incoming:
    text, choice = call.body.get("text"), call.body.get("choice")
    if text is not None and choice is not None:
        raise BadInput("one_of_two")
    if text is None and choice is None:
        raise BadInput("field_missing", field="text")
    return Incoming(message_id, text, choice, call.body.get("question"))


async def _answered(
    request: web.Request, call: Call, answered: Answered, once: Repeatable | None
) -> web.Response:
    call = await _speak(request, call, answered.effects)
    body = {**shown(call, answered.view), "waiting": answered.waiting}
    if answered.waiting:
        # Safe, but not understood yet: the question stays.
        body["messages"].append(present_question(call, answered.view, "say.waiting"))
    answer = json_answer(body)
    if once is not None:
        # One that waits has no answer yet, but its key is taken.
        kept = Answer(PENDING, "") if answered.waiting else answer
        await database_of(request).run(lambda uow: once.keep(uow, call, kept))
    return answer_of(answer)


async def _refused(request: web.Request, call: Call, refusal: WrongState) -> web.Response:
    """409 with the present question in ``current``."""
    await watch_body(request, call)
    view = await database_of(request).run(
        lambda uow: open_thread(uow, call.context, call.me, limit=LATEST)
    )
    current = present_question(call, view)
    params = refusal.params
    return problem(request, refusal.status, refusal.key, params, current=current)


async def _speak(request: web.Request, call: Call, effects: tuple[str, ...]) -> Call:
    """A language that was chosen in the conversation holds from this answer on."""
    chosen = [effect.partition(":")[2] for effect in effects if effect.startswith(LANGUAGE)]
    session, context = call.session, call.context
    if not chosen or session is None:
        return call
    lang = chosen[-1]
    await database_of(request).run(lambda uow: set_language(uow, context, session, lang))
    return call.in_language(lang)


async def _erased(request: web.Request, call: Call, answered: Answered) -> web.Response:
    """Said in the conversation and confirmed there: everything goes, the session too."""
    await erase_person(request, call.me)
    words = {"say": "sign_in.erased"}
    last: Json = {
        "id": "erased",
        "from": "assistant",
        "text": call.wording.say(words),
        "area": None,
        "question": None,
        "choices": [],
    }
    body = shown(call, answered.view)
    response = answer_of(json_answer({**body, "messages": [last], "waiting": False}))
    end_session_cookie(request, response, "client")
    return response


OPERATIONS = [
    Operation("GET", "/api/v1/client/thread", read_thread, CLIENT, "Thread"),
    Operation(
        "POST",
        "/api/v1/client/messages",
        write_message,
        CLIENT,
        "Thread",
        body="NewMessage",
        looks_itself=True,
    ),
    Operation("POST", "/api/v1/client/help", help_now, CLIENT, "HelpAsked", 201),
]
