"""The conversation: reading it, writing, pressing a button."""

from __future__ import annotations

from aiohttp import web

from bot.casework.errors import BadInput, Refused, WrongState
from bot.casework.services.conversation import Incoming
from bot.casework.services.danger_watch import watch_words
from bot.casework.services.drafts import keep
from bot.web.cell.chat_page import LATEST, ChatPage
from bot.web.cell.page import (
    QUESTION,
    context,
    form_of,
    me,
    message_id,
    number_in,
    read,
    run,
    see,
    show,
    show_refused,
    texts,
    thread_of,
    why,
    wording,
)
from bot.web.cell.views_settings import speak
from bot.web.conversation import CONVERSATION
from bot.web.keys import VISITOR

# A page of the whole conversation holds so many entries.
ONE_PAGE = 40


def chat_page(request: web.Request) -> ChatPage:
    """For this reader."""
    lang = request[VISITOR].lang
    return ChatPage(texts(request), lang, wording(request), context(request).interview)


async def read_chat(request: web.Request) -> web.Response:
    """The latest of the thread and the one question."""
    view = await thread_of(request, limit=LATEST)
    if view.crisis_alert is not None:
        return see("/crisis")
    client_id = me(request)
    late = await read(request, lambda uow, _: uow.drafts.get(client_id))
    values = chat_page(request).values(view, late or "", late=late is not None)
    return show(request, "chat", **values)


async def keep_draft(request: web.Request) -> web.Response:
    """What stands in the box when the session is about to end; nothing in it: it is let go."""
    words, client_id = (await form_of(request)).get("text", ""), me(request)
    if words.strip():
        await run(request, lambda uow, ctx: keep(uow, ctx, client_id, words))
        # Also in what was not sent: somebody typed it, and has not moved since.
        await run(request, lambda uow, ctx: watch_words(uow, ctx, client_id, words))
        return web.Response(status=204)
    await run(request, lambda uow, _: uow.drafts.drop(client_id))
    return see(QUESTION)


async def write_chat(request: web.Request) -> web.Response:
    """One message, in words or by a button; the same message twice counts once."""
    form = await form_of(request)
    words = form.get("text")
    incoming = Incoming(
        message_id(request, form),
        text=words,
        # Words go before a button: they may be about danger.
        choice=None if words else form.get("choice"),
        question=form.get("question"),
    )
    try:
        answered = await request.config_dict[CONVERSATION].say(me(request), incoming)
    except (BadInput, WrongState) as refusal:
        late = bool(form.get("late"))
        return await _refused(request, refusal, form.get("text", ""), late=late)
    if form.get("late"):
        client_id = me(request)
        await run(request, lambda uow, _: uow.drafts.drop(client_id))
    return await _go_where_it_leads(request, answered.effects)


async def _go_where_it_leads(request: web.Request, effects: tuple[str, ...]) -> web.Response:
    if "erase" in effects:
        # Said in the conversation; the page asks once more and does it.
        return see("/erase")
    response = see(QUESTION)
    for effect in effects:
        name, _, value = effect.partition(":")
        if name == "language":
            await speak(request, response, value)
    return response


async def _refused(
    request: web.Request, refusal: Refused, typed: str, *, late: bool
) -> web.Response:
    """The present question, with what was typed still in the box."""
    view = await thread_of(request, limit=LATEST)
    if view.crisis_alert is not None:
        return see("/crisis")
    values = chat_page(request).values(view, typed, why(request, refusal), late=late)
    return show_refused(request, "chat", refusal, **values)


async def read_all(request: web.Request) -> web.Response:
    """The whole conversation, a page at a time, the newest first opened."""
    page, messages = chat_page(request), (await thread_of(request)).messages
    asked_for = request.query.get("to", "")
    last = number_in(asked_for)
    upto = messages if last is None else [m for m in messages if m.seq <= last]
    end = len(upto)
    begin = max(0, end - ONE_PAGE)
    return show(
        request,
        "thread",
        entries=[entry for m in messages[begin:end] if (entry := page.entry(m))["texts"]],
        older=messages[begin - 1].seq if begin else None,
        newer=messages[min(end + ONE_PAGE, len(messages)) - 1].seq if end < len(messages) else None,
    )
