"""The paper way: the questions to print, and the form into which a worker types the answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from aiohttp import web

from bot.casework.errors import Refused
from bot.casework.need_area import Question
from bot.casework.services.once import once
from bot.casework.services.paper import Paper, take_paper
from bot.casework.summary import EXTRA_PARTS
from bot.safety.danger import find_danger
from bot.web.keys import TEXTS, VISITOR
from bot.web.staff import Blank, db_of, read_day, see_other, staff_page, told

Json = dict[str, Any]
# A field of the form: the choice of a question, the words under an area or a question.
CHOICE, WORDS, SHARE = "choice:", "words:", "share"


async def questions(request: web.Request) -> web.Response:
    """The questions on A4 in large type, in the language of the one who gets the paper."""
    return staff_page(request, "socialwork/paper_questions.html", here="paper", **_form(request))


async def blank(request: web.Request) -> web.Response:
    """The form to type a paper into."""
    return await _page(request, Blank(), {})


async def take(request: web.Request) -> web.Response:
    """Keep and send; what can't be used comes back as it was typed."""
    posted = await request.post()
    fields = {name: value for name, value in posted.items() if isinstance(value, str)}
    shared = frozenset(str(part) for part in posted.getall(SHARE, []))
    db, context = db_of(request)
    actor, typed = request[VISITOR].signed_in, Blank(fields)
    try:
        paper = _paper(typed, shared)
        referral = await db.run(
            lambda uow: once(
                uow, context, actor, typed["once"], partial(take_paper, uow, context, actor, paper)
            )
        )
    except Refused as refusal:
        words = told(request, refusal)
        if _tells_of_danger(typed):
            # Nothing was kept, so the prison was told nothing either: the worker has to.
            texts, lang = request.config_dict[TEXTS], request[VISITOR].lang
            words += " " + texts.say(lang, "paper.danger_untold")
        return await _page(request, typed, {"shared": shared, "error": words}, refusal.status)
    if not isinstance(referral, str):
        return see_other("/desk", done="paper")
    done = "paper_danger" if _tells_of_danger(typed) else "paper"
    return see_other(f"/desk/referrals/{referral}", done=done)


def _tells_of_danger(typed: Blank) -> bool:
    """The use case tells the prison; the worker who types is told that it did."""
    return any(find_danger(words) for words in _of(typed, WORDS).values())


def _paper(typed: Blank, shared: frozenset[str]) -> Paper:
    day = typed["release_date"].strip()
    return Paper(
        prison=typed["prison"],
        release_date=read_day(day) if day else None,
        lang=typed["lang"],
        name=typed["name"],
        number=typed["number"],
        place=typed["place"],
        choices=_of(typed, CHOICE),
        words=_of(typed, WORDS),
        shared=shared,
    )


def _of(typed: Blank, kind: str) -> dict[str, str]:
    return {name.removeprefix(kind): v for name, v in typed.items() if name.startswith(kind) and v}


async def _page(request: web.Request, typed: Blank, more: Json, status: int = 200) -> web.Response:
    db, _ = db_of(request)
    prisons = await db.read(lambda uow: uow.prisons.everyone())
    values = {"shared": frozenset(), **more, **_form(request, typed["lang"])}
    return staff_page(
        request,
        "socialwork/paper.html",
        status=status,
        typed=typed,
        prisons=prisons,
        here="paper",
        **values,
    )


def _form(request: web.Request, lang: str = "") -> Json:
    """Areas and questions with their words in the language of the paper."""
    texts, (_, context) = request.config_dict[TEXTS], db_of(request)
    wanted = lang or request.query.get("lang", "")
    paper_lang = wanted if wanted in texts.languages else request[VISITOR].lang
    say = partial(texts.say, paper_lang)

    def asked(questions: Iterable[Question]) -> list[Json]:
        return [
            {
                "id": question.id,
                "ask": say(f"ask.{question.id}"),
                "choices": [
                    {"id": choice, "label": texts.choice(paper_lang, question.id, choice)}
                    for choice in (*question.choices, "dont_know", "no_answer")
                ],
                "writes": not question.choices,
            }
            for question in questions
        ]

    areas = sorted(context.interview.areas, key=lambda area: area.order)
    return {
        "paper_lang": paper_lang,
        "say": say,
        "areas": [{"id": area.id, "questions": asked(area.questions)} for area in areas],
        "general": asked(context.interview.general),
        "extra_parts": EXTRA_PARTS,
    }
