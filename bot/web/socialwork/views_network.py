"""The support network of one person: its page, and what a worker writes into it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp import web

from bot.casework.errors import Refused
from bot.casework.ports import UnitOfWork
from bot.casework.services.network_views import network_page
from bot.casework.services.once import once
from bot.casework.support_network import PERSON, WORKER, NeedStatus
from bot.web.keys import TEXTS, VISITOR
from bot.web.network_acts import ACTS, Written
from bot.web.network_picture import picture
from bot.web.network_words import worded
from bot.web.socialwork.referral_acts import page_of
from bot.web.staff import Blank, db_of, one_press, read_day, see_other, staff_page, told, typed_form

__all__ = ["ACTS", "act", "show"]

Json = dict[str, Any]


async def show(request: web.Request) -> web.StreamResponse:
    """The page; opening it is logged, and a colleague's opens for a reason only."""
    done = request.query.get("done", "")
    return await _page(request, done=done if done in ACTS else "")


def act(name: str) -> Callable[[web.Request], Any]:
    """The handler of one act: it acts and goes back, or says on the page what is wrong."""

    async def handler(request: web.Request) -> web.StreamResponse:
        form = await typed_form(request)
        db, context = db_of(request)
        actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]

        def work(uow: UnitOfWork) -> None:
            do = partial(ACTS[name], uow, context, actor, referral_id, _written(form))
            once(uow, context, actor, one_press(form, name), do)

        try:
            await db.run(work)
        except Refused as refusal:
            words = told(request, refusal)
            return await _page(request, form, name, words, status=refusal.status)
        return see_other(f"/desk/referrals/{referral_id}/network", done=name)

    return handler


async def _page(
    request: web.Request,
    form: Blank | None = None,
    panel: str = "",
    error: str = "",
    *,
    done: str = "",
    status: int = 200,
) -> web.Response:
    db, context = db_of(request)
    actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]
    reason = request.query.get("reason") or (form["reason"] if form else "") or None
    found = await db.run(lambda uow: network_page(uow, context, actor, referral_id, reason))
    texts, lang = request.config_dict[TEXTS], request[VISITOR].lang
    found["needs"] = worded(texts, lang, found["needs"])
    return staff_page(
        request,
        "socialwork/network.html",
        status=status,
        n=found,
        picture=picture(found["needs"], texts.say(lang, "network.person")),
        statuses=list(NeedStatus),
        sides=(WORKER, PERSON),
        typed=form or Blank(),
        panel=panel,
        error=error,
        done=done,
        reason=reason or "",
        here="queue",
    )


def _written(form: Blank) -> Written:
    day = read_day(form["by_when"]) if form["by_when"].strip() else None
    sent: Json = {name: form[name] for name in Written.__dataclass_fields__ if name in form}
    return Written(**{**sent, "by_when": day, "seen": page_of(form)})
