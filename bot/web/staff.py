"""What the two faces of the staff share: pages with dates as an office writes them, and words
that were typed into a form."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from aiohttp import web
from babel.dates import format_datetime, format_time
from multidict import MultiDictProxy

from bot.casework.context import ZONE, Context
from bot.casework.errors import BadInput, Forbidden, NotFound, Refused, TooMany
from bot.casework.people import OpenHours
from bot.casework.ports import Database
from bot.content import Texts
from bot.web.errors import sentence
from bot.web.keys import CONTEXT, DATABASE, TEXTS, VISITOR
from bot.web.render import render

# A form has no longer line than this; what is longer is cut before anything looks at it.
LONGEST_LINE = 200
LONGEST_TEXT = 10_000
# A field that was left out reads as nothing: a template asks for any field by name.
Typed = dict[str, str]


class Blank(Typed):
    """What was typed into a form; a field that nobody filled is empty."""

    def __missing__(self, key: str) -> str:
        return ""


def staff_page(
    request: web.Request, template: str, *, status: int = 200, **values: Any
) -> web.Response:
    """A page of the staff: with functions for dates, and defaults for what most lack."""
    texts, lang = request.config_dict[TEXTS], request[VISITOR].lang
    context = request.config_dict[CONTEXT]
    shown: dict[str, Any] = {
        "day": partial(say_day, texts, lang, "day"),
        "short_day": partial(say_day, texts, lang, "short_day"),
        "typed_day": partial(say_day, texts, lang, "typed"),
        "hour": partial(say_hour, texts, lang),
        "once": context.ids.token(),
        "today": context.today(),
        "typed": Blank(),
        "error": "",
        "panel": "",
        "panel_error": "",
        "done": "",
        "here": "",
    }
    return render(request, template, status=status, **{**shown, **values})


def say_day(texts: Texts, lang: str, pattern: str, value: dt.date | str) -> str:
    """A day as the language writes it; a moment is the day it falls on in Finland."""
    local = local_moment(value)
    # The pattern is data too: a new language brings its own.
    return format_datetime(local, texts.say(lang, f"staff.pattern.{pattern}"), locale=lang)


def say_hour(texts: Texts, lang: str, value: dt.datetime | str) -> str:
    """The time of day in Finland."""
    local = local_moment(value)
    return format_time(local.time(), texts.say(lang, "staff.pattern.hour"), locale=lang)


def local_moment(value: dt.date | str) -> dt.datetime:
    """A day, a moment or either in ISO 8601, in Finnish time and without a zone."""
    if isinstance(value, str):
        plain = len(value) == len("2026-12-01")
        value = dt.date.fromisoformat(value) if plain else dt.datetime.fromisoformat(value)
    if not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value.astimezone(ZONE).replace(tzinfo=None)


def open_hours(texts: Texts, lang: str, hours: Sequence[OpenHours]) -> str:
    """When a prison takes meetings, in one line: "ma–pe 9.00–15.00"."""
    pattern = texts.say(lang, "staff.pattern.hour")
    # First and last weekday of each run of days that have the same hours.
    spans: list[tuple[int, int, str]] = []
    for row in sorted(hours, key=lambda row: (row.weekday, row.opens)):
        opens, closes = (format_time(t, pattern, locale=lang) for t in (row.opens, row.closes))
        words = f"{opens}–{closes}"
        if spans and spans[-1][1:] == (row.weekday - 1, words):
            spans[-1] = (spans[-1][0], row.weekday, words)
        else:
            spans.append((row.weekday, row.weekday, words))
    named = partial(_weekday, texts, lang)
    days = ((named(a) if a == b else f"{named(a)}–{named(b)}", words) for a, b, words in spans)
    return ", ".join(f"{span} {words}" for span, words in days)


def _weekday(texts: Texts, lang: str, number: int) -> str:
    monday = dt.date(2024, 1, 1)
    return say_day(texts, lang, "weekday", monday + dt.timedelta(days=number))


async def typed_form(request: web.Request) -> Blank:
    """The fields of the form that was sent, each cut to a length that nobody needs."""
    return typed(await request.post())


def typed(form: MultiDictProxy[Any] | Mapping[str, Any]) -> Blank:
    """Text fields only; a file is nothing that these pages ask for."""
    found = Blank()
    for name, value in form.items():
        if isinstance(value, str) and name != "csrf":
            found[name] = value[: LONGEST_TEXT if name == "text" else LONGEST_LINE]
    return found


def one_press(form: Blank, act: str) -> str:
    """What makes a second press the same one: the page's token, the act, and all that was typed.

    Without the rest a page gone back to would take another act, or other words, for the press
    before, and say that they were saved. A digest, for the words are kept nowhere else.
    """
    if not form["once"]:
        return ""
    return hashlib.sha256(repr((act, sorted(form.items()))).encode()).hexdigest()


def told(request: web.Request, refusal: Refused) -> str:
    """The refusal in words, for the page it belongs to; others go on to the error page.

    What lies outside the reader's scope or role, or is guessed too often, has no page here.
    """
    if isinstance(refusal, (NotFound, Forbidden, TooMany)):
        raise refusal
    return sentence(request, refusal.key, **refusal.params)


def read_day(text: str) -> dt.date:
    """A day as people here type it, in any language: 27.11.2026. A field of plain text, for
    a browser's own date field turns day and month round by the browser's language."""
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day only
        except ValueError:
            continue
    raise BadInput("day_unreadable")


def read_moment(day: str, hour: str) -> dt.datetime:
    """The moment of a day and a time of day in Finland; typed as 10.00, 10:00 or 10."""
    date = read_day(day)
    for pattern in ("%H.%M", "%H:%M", "%H"):
        try:
            time = dt.datetime.strptime(hour.strip(), pattern).time()  # noqa: DTZ007
        except ValueError:
            continue
        moment = dt.datetime.combine(date, time, tzinfo=ZONE)
        before, after = moment.utcoffset(), moment.replace(fold=1).utcoffset()
        if before is not None and after is not None and before < after:
            # The hour that the clocks leave out in spring.
            break
        return moment
    raise BadInput("time_unreadable")


def db_of(request: web.Request) -> tuple[Database, Context]:
    """What a handler needs to call a use case."""
    return request.config_dict[DATABASE], request.config_dict[CONTEXT]


def see_other(path: str, **query: str) -> web.Response:
    """Back to the page a post belongs to; ``query`` holds words of ours, never of a form."""
    pairs = "&".join(f"{name}={value}" for name, value in query.items() if value)
    return web.Response(status=303, headers={"Location": f"{path}?{pairs}" if pairs else path})
