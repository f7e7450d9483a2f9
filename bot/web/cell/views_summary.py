"""The review: look, tick, correct, leave out, and send."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.casework.errors import BadInput, NotFound, Refused, WrongState
from bot.casework.intake_state import CHANGE
from bot.casework.need_area import AREA_IDS
from bot.casework.services.conversation import Incoming
from bot.casework.services.danger_watch import watch_words
from bot.casework.services.review import change, send, summary, what_leaves
from bot.casework.summary import RECEIVER
from bot.web.cell.page import (
    CHAT,
    QUESTION,
    context,
    county_name,
    form_of,
    me,
    message_id,
    or_crisis,
    read,
    run,
    see,
    show,
    show_refused,
    texts,
    why,
)
from bot.web.cell.summary_page import OTHER, SummaryPage
from bot.web.conversation import CONVERSATION
from bot.web.keys import VISITOR


async def _page(request: web.Request) -> tuple[SummaryPage, dict[str, Any]]:
    client_id = me(request)
    shown = await read(request, lambda uow, ctx: summary(uow, ctx, client_id))
    return _built(request, shown), shown


def _built(request: web.Request, shown: dict[str, Any]) -> SummaryPage:
    return SummaryPage(texts(request), request[VISITOR].lang, context(request).interview, shown)


async def review_page(request: web.Request) -> web.Response:
    """Everything that was told, with unticked boxes at first."""
    return await _review(request, None)


async def _review(request: web.Request, refusal: Refused | None) -> web.Response:
    page, shown = await _page(request)
    values: dict[str, Any] = {
        "empty": page.empty,
        "sent_before": shown["id"] is not None,
        "county": county_name(request, shown["county"]),
        "left": county_name(request, shown["asked_anew"]) if shown["asked_anew"] else "",
        "parts_told": page.parts(),
        "no_need": page.group("no_need"),
        "dont_know": page.group("dont_know"),
        "other_words": page.other_words(),
        "other_left_out": page.left_out_of(OTHER),
        "declined": page.labels(shown["declined"]),
        "not_asked": page.labels(shown["not_asked"]),
    }
    if refusal is None:
        return show(request, "summary", error="", **values)
    return show_refused(request, "summary", refusal, error=why(request, refusal), **values)


async def review(request: web.Request) -> web.Response:
    """The ticks are kept first, whichever button was pressed."""
    posted = await request.post()
    ticked, client_id = set(posted.getall("consent", [])), me(request)
    consent = {str(p): {RECEIVER: p in ticked} for p in posted.getall("shown", [])}
    try:
        await run(request, lambda uow, ctx: change(uow, ctx, client_id, consent=consent))
    except BadInput as refusal:
        return await _review(request, refusal)
    part = str(posted.get("correct", ""))
    if part:
        page, _ = await _page(request)
        return see(f"/summary/correct/{part}" if page.knows(part) else "/summary")
    return see(CHAT if posted.get("do") == "later" else "/summary/send")


async def correct_page(request: web.Request) -> web.Response:
    """The words and answers of one part, each in a form of its own."""
    return await _correct(request, None)


async def _correct(request: web.Request, refusal: Refused | None, typed: str = "") -> web.Response:
    page, _ = await _page(request)
    part = request.match_info["part"]
    if not page.knows(part):
        raise NotFound("not_found")
    items = page.items(part)
    if not items:
        return see("/summary")
    values: dict[str, Any] = {
        "part": part,
        "label": page.label(part),
        "items": items,
        "may_answer_again": part in AREA_IDS,
    }
    if refusal is None:
        return show(request, "correct", error="", **values)
    item = (await form_of(request)).get("item")
    for row in items:
        if row["id"] == item and typed:
            row["value"] = typed
    return show_refused(request, "correct", refusal, error=why(request, refusal), **values)


async def correct(request: web.Request) -> web.Response:
    """Save, leave out or take in one thing."""
    form = await form_of(request)
    # A browser sends the end of a line as two signs.
    item, words = form.get("item", ""), form.get("text", "").replace("\r\n", "\n")
    page, _ = await _page(request)
    part, client_id = request.match_info["part"], me(request)
    if not page.knows(part):
        raise NotFound("not_found")
    before = page.value_of(part, item)
    if words and words != before:
        # First and by itself, whatever is pressed: a refusal must not undo the alert.
        await run(request, lambda uow, ctx: watch_words(uow, ctx, client_id, words))
    if form.get("do") == "again":
        return await _ask_again(request, message_id(request, form))
    wish = _wish(form.get("do", ""), words, before)
    try:
        if wish:
            await run(request, lambda uow, ctx: change(uow, ctx, client_id, items={item: wish}))
    except BadInput as refusal:
        return await _correct(request, refusal, words)
    return await or_crisis(request, f"/summary/correct/{part}")


async def _ask_again(request: web.Request, first: str) -> web.Response:
    """Two presses in one: change an answer, and which."""
    part, conversation = request.match_info["part"], request.config_dict[CONVERSATION]
    try:
        await conversation.say(me(request), Incoming(first, choice="change"))
        await conversation.say(me(request), Incoming(f"{first}-2", choice=part, question=CHANGE))
    except Refused:
        # Rasa is away, or another window was quicker: the conversation shows how it stands.
        return see(QUESTION)
    return see(QUESTION)


def _wish(act: str, words: str, before: str | None) -> dict[str, Any]:
    if act == "save":
        return {} if words == before else {"text": words}
    return {"leave_out": {"included": False}, "take_in": {"included": True}}.get(act, {})


async def leaving_page(request: web.Request) -> web.Response:
    """Just what leaves, as the social worker would read it."""
    return await _leaving(request, None)


async def _leaving(request: web.Request, refusal: Refused | None) -> web.Response:
    page, _ = await _page(request)
    client_id = me(request)
    shown = await read(request, lambda uow, ctx: what_leaves(uow, ctx, client_id))
    leaving = _built(request, shown)
    error = why(request, refusal) if refusal is not None else ""
    return show(
        request,
        "leaving",
        status=refusal.status if refusal is not None else 200,
        error=error,
        nothing=leaving.empty,
        sent_before=shown["id"] is not None,
        county=county_name(request, shown["county"]),
        parts_leaving=leaving.parts(),
        no_need=leaving.labels(shown["no_need"]),
        dont_know=leaving.labels(shown["dont_know"]),
        other_words=leaving.other_words(),
        not_leaving=page.unticked(),
    )


async def send_summary(request: web.Request) -> web.Response:
    """Sent once; pressed again with no change, it stays as it is."""
    client_id = me(request)
    try:
        await run(request, lambda uow, ctx: send(uow, ctx, client_id))
    except WrongState as refusal:
        return await _leaving(request, refusal)
    return see("/sent")
