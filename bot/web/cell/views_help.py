"""Help now, and the page of a crisis with the true state of the alert."""

from __future__ import annotations

from aiohttp import web

from bot.casework.context import ZONE, Context
from bot.casework.errors import Refused
from bot.casework.ports import UnitOfWork
from bot.casework.reading import ASKED_FOR_HELP
from bot.casework.services.alerts import AlertState, Standing, standing
from bot.casework.services.conversation import Incoming
from bot.casework.services.crisis import CRISIS, press_help
from bot.content.phones import Phone
from bot.web.cell.page import QUESTION, form_of, me, message_id, read, run, see, show
from bot.web.conversation import CONVERSATION
from bot.web.keys import PHONES, VISITOR

ANSWERED, FAILED = "crisis.alert.answered", "crisis.alert.failed"


async def help_page(request: web.Request, raised: AlertState | None = None) -> web.Response:
    """Whom to tell. Before signing in it says that it alerts nobody, unless words that came
    too late have ``raised`` an alert; after signing in it has the button."""
    phones = _phones(request, ASKED_FOR_HELP)
    alert = None if raised is None else {"key": raised.key, "time": _clock_time(raised)}
    return show(request, "help_signed_out", phones=phones, alert=alert)


async def help_now(request: web.Request) -> web.Response:
    """One press tells the staff."""
    client_id = me(request)
    await run(request, lambda uow, ctx: press_help(uow, ctx, client_id))
    return see("/crisis")


async def crisis_page(request: web.Request) -> web.Response:
    """What to do now, what was told to whom, phones."""
    client_id = me(request)
    now = await read(request, lambda uow, ctx: standing_alert(uow, ctx, client_id))
    if now is None:
        return see(QUESTION)
    alert = {
        "key": now.alert.key,
        "time": _clock_time(now.alert),
        "answered": now.alert.key == ANSWERED,
    }
    phones = _phones(request, now.kind)
    return show(request, "crisis", kind=now.kind, alert=alert, phones=phones)


def _phones(request: web.Request, kind: str) -> list[Phone]:
    visitor = request[VISITOR]
    prison = visitor.actor.prison if visitor.actor is not None else None
    return request.config_dict[PHONES].of(kind, visitor.lang, prison)


def _clock_time(alert: AlertState) -> str:
    return alert.at.astimezone(ZONE).strftime("%-H.%M")


def standing_alert(uow: UnitOfWork, context: Context, client_id: str) -> Standing | None:
    """The alert of the present crisis, or None when the interview is not stopped."""
    known = uow.intakes.get(client_id)
    if known is None or known[0].crisis_alert is None:
        return None
    # One that is gone can be answered by nobody: never better than what is true.
    gone = Standing(ASKED_FOR_HELP, AlertState(FAILED, "", context.clock.now()))
    return standing(uow, context, client_id, known[0].crisis_alert) or gone


async def go_on(request: web.Request) -> web.Response:
    """The person is safe and goes on. Pressed twice, or late, it does no harm."""
    form = await form_of(request)
    incoming = Incoming(message_id(request, form), choice="continue", question=CRISIS)
    try:
        await request.config_dict[CONVERSATION].say(me(request), incoming)
    except Refused:
        return see(QUESTION)
    return see(QUESTION)
