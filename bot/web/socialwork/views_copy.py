"""The person's own copy on paper: what they sent and their list, in their language, printed
by the worker for a closed envelope."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from babel.dates import format_date

from bot.casework.context import Context
from bot.casework.services.referrals import export
from bot.content import Texts
from bot.dates.phrases import say_date
from bot.web.cell.summary_page import SummaryPage
from bot.web.keys import TEXTS, VISITOR
from bot.web.staff import db_of, local_moment, staff_page

Json = dict[str, Any]


async def show(request: web.Request) -> web.StreamResponse:
    """The copy as it prints. It holds what was sent and no more; the person sees in their
    log that it was taken, as with every other copy of a referral."""
    db, context = db_of(request)
    actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]
    reason = request.query.get("reason") or None
    sent = await db.run(lambda uow: export(uow, context, actor, referral_id, reason))
    texts, lang = request.config_dict[TEXTS], sent["lang"]
    page = SummaryPage(texts, lang, context.interview, sent)
    return staff_page(
        request,
        "socialwork/copy.html",
        here="queue",
        referral_id=referral_id,
        reason=reason or "",
        copy_lang=lang,
        copy_date=format_date(context.today(), "d.M.y", locale=lang),
        name=sent["client"]["name"],
        has_date=sent["release"]["date"] is not None,
        parts=[{**part, **_to_do(texts, lang, context, sent, part["id"])} for part in page.parts()],
        other_words=page.other_words(),
        say=lambda key, **params: texts.say(lang, key, **params),
    )


def _to_do(texts: Texts, lang: str, context: Context, sent: Json, area: str) -> Json:
    """What to do by when and who can help, for one need; nothing for the other parts."""
    today = context.today().isoformat()
    steps = []
    for row in sent["start_by"]:
        if row["area"] != area:
            continue
        when = (
            texts.say(lang, "list.now")
            if row["date"] <= today
            else texts.say(lang, "list.by", date=say_date(local_moment(row["date"]).date(), lang))
        )
        steps.append({"when": when, "what": texts.say(lang, f"todo.{row['what']}")})
    who = [
        texts.say(lang, f"actor.{row['actor']}") for row in sent["actors"] if row["area"] == area
    ]
    return {"steps": steps, "who": ", ".join(who)}
