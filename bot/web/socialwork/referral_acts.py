"""What each button on a referral's page calls: one entry a verb of the table of moves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.ports import UnitOfWork
from bot.casework.services import care, forwarding, referral_verbs, talking
from bot.casework.services.once import once
from bot.content import Texts
from bot.web.staff import Blank

Act = Callable[[UnitOfWork, Context, Actor, str, Blank], Any]
PHRASE = "phrase."


def acts(texts: Texts) -> dict[str, Act]:
    """By verb, as the address of the form ends."""
    return {**ACTS, "message": partial(_message, texts)}


def phrases(texts: Texts, lang: str) -> list[tuple[str, str]]:
    """The ready sentences in that language: id and words."""
    keys = [key for key in texts.by_language[lang] if key.startswith(PHRASE)]
    return [(key.removeprefix(PHRASE), texts.say(lang, key)) for key in keys]


def _message(
    texts: Texts, uow: UnitOfWork, context: Context, actor: Actor, id_: str, form: Blank
) -> Any:
    chosen = form["phrase"]
    ready = (lambda lang: texts.say(lang, PHRASE + chosen)) if chosen else None
    send = partial(talking.message, uow, context, actor, id_, form["text"], ready)
    return once(uow, context, actor, form["once"], send)


def _note(uow: UnitOfWork, context: Context, actor: Actor, id_: str, form: Blank) -> Any:
    write = partial(referral_verbs.note, uow, context, actor, id_, form["text"])
    return once(uow, context, actor, form["once"], write)


def _contact(uow: UnitOfWork, context: Context, actor: Actor, id_: str, form: Blank) -> Any:
    record = partial(
        care.record_contact, uow, context, actor, id_, form["kind"], form["text"] or None
    )
    return once(uow, context, actor, form["once"], record)


def _judge(uow: UnitOfWork, context: Context, actor: Actor, id_: str, form: Blank) -> Any:
    judge = partial(care.judge_urgency, uow, context, actor, id_, form["judged"])
    return once(uow, context, actor, form["once"], judge)


def _forward(uow: UnitOfWork, context: Context, actor: Actor, id_: str, form: Blank) -> Any:
    return forwarding.forward(
        uow, context, actor, id_, form["to"], form["why"] or None, page_of(form)
    )


def page_of(form: Blank) -> int | None:
    """Which state of things the page showed when its button was pressed."""
    typed = form["revision"]
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


ACTS: dict[str, Act] = {
    "claim": lambda uow, ctx, actor, id_, _: referral_verbs.claim(uow, ctx, actor, id_),
    "release": lambda uow, ctx, actor, id_, form: referral_verbs.release(
        uow, ctx, actor, id_, page_of(form)
    ),
    "reopen": lambda uow, ctx, actor, id_, _: referral_verbs.reopen(uow, ctx, actor, id_),
    "assign": lambda uow, ctx, actor, id_, form: referral_verbs.assign(
        uow, ctx, actor, id_, form["to"], form["reason"] or None, page_of(form)
    ),
    "close": lambda uow, ctx, actor, id_, form: referral_verbs.close(
        uow, ctx, actor, id_, form["outcome"], page_of(form)
    ),
    "stand-in": lambda uow, ctx, actor, id_, form: care.name_stand_in(
        uow, ctx, actor, id_, form["to"], page_of(form)
    ),
    "wait": lambda uow, ctx, actor, id_, form: care.wait(uow, ctx, actor, id_, page_of(form)),
    "resume": lambda uow, ctx, actor, id_, form: care.resume(uow, ctx, actor, id_, page_of(form)),
    "assess": lambda uow, ctx, actor, id_, _: care.assess(uow, ctx, actor, id_),
    "join": lambda uow, ctx, actor, id_, _: talking.join(uow, ctx, actor, id_),
    "leave": lambda uow, ctx, actor, id_, _: talking.leave(uow, ctx, actor, id_),
    "note": _note,
    "message": lambda uow, ctx, actor, id_, form: talking.message(
        uow, ctx, actor, id_, form["text"]
    ),
    "contact": _contact,
    "judge": _judge,
    "forward": _forward,
}
