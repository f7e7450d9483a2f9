"""Pages out of templates, with the reader's language and the form's token."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from bot.dates.phrases import say_date, say_when
from bot.web.cookies import FORM, TEXT_SIZE, cookie_of, set_cookie
from bot.web.keys import CONTEXT, CSRF, SETTINGS, STATIC, TEXTS, VISITOR

HERE = Path(__file__).parent
FACES = ("shared", "cell", "socialwork", "prison")
TEXT_SIZES = ("1", "2", "3")
TEMPLATES = web.AppKey("templates", jinja2.Environment)


def template_environment() -> jinja2.Environment:
    """All templates; a name that is not given is an error, not a blank."""
    loader = jinja2.FileSystemLoader([HERE / face / "templates" for face in FACES])
    return jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(
    request: web.Request, template: str, *, status: int = 200, **values: Any
) -> web.Response:
    """A page. Values of the template are the handler's; the rest is the same everywhere."""
    visitor, texts = request[VISITOR], request.config_dict[TEXTS]
    lang = visitor.lang
    page = request.config_dict[TEMPLATES].get_template(template)
    text_size = cookie_of(request, TEXT_SIZE) or "1"
    html = page.render(
        lang=lang,
        languages=texts.languages,
        text_size=text_size if text_size in TEXT_SIZES else "1",
        csrf=request[CSRF],
        actor=visitor.actor,
        signed_in=visitor.actor is not None,
        path=request.path,
        idle_seconds=request.config_dict[SETTINGS].client_idle,
        # For hidden fields that make a repeated post harmless.
        new_id=request.config_dict[CONTEXT].ids.new,
        t=partial(texts.say, lang),
        has_text=partial(texts.has, lang),
        choice=partial(texts.choice, lang),
        # Words in another language than the reader's, for a printed slip.
        in_language=texts.say,
        date=partial(_date, lang=lang),
        clock=partial(_clock, lang=lang),
        static=request.config_dict[STATIC].url,
        **values,
    )
    response = web.Response(text=html, content_type="text/html", status=status)
    if visitor.session is None and cookie_of(request, FORM) != request[CSRF] and request[CSRF]:
        set_cookie(request, response, FORM, request[CSRF])
    return response


def _date(value: dt.date | str, lang: str) -> str:
    """A day in words: "tiistaina 1.12."."""
    if isinstance(value, str):
        value = dt.date.fromisoformat(value[:10])
    return say_date(value, lang)


def _clock(value: dt.datetime | str, lang: str) -> str:
    """A moment in words, in Helsinki time."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    return say_when(value, lang)
