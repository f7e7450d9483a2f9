"""Times that staff type into a form: up to three days and hours, and what is wrong with each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from aiohttp import web

from bot.casework.errors import BadInput, Refused
from bot.web.keys import TEXTS, VISITOR
from bot.web.staff import Blank, read_moment

NUMBERS = (1, 2, 3)
MINUTES = 45
FREE = "free-"


def typed_slots(form: Blank, minutes: int | None = None) -> list[dict[str, Any]]:
    """[{"start", "minutes"}] for each line that has something in it.

    A line that can't be read goes on as it is: the use case says so with all its refusals.
    """
    length = minutes or (int(form["minutes"]) if form["minutes"].isdecimal() else MINUTES)
    return [{"start": _start(form, n), "minutes": length} for n in _filled(form)]


def slot_errors(request: web.Request, form: Blank, refusal: Refused) -> dict[int, str]:
    """Line number of the form -> the sentence that says why this time can't be."""
    if not isinstance(refusal, BadInput) or refusal.key != "slots_refused":
        return {}
    texts, lang = request.config_dict[TEXTS], request[VISITOR].lang
    lines = _filled(form)
    # What was picked from the list comes after the lines, and has none.
    return {
        lines[bad["index"]]: texts.say(lang, bad["key"])
        for bad in refusal.params["slots"]
        if bad["index"] < len(lines)
    }


def picked_slots(form: Blank, minutes: int | None = None) -> list[dict[str, Any]]:
    """Those that were ticked in the list of free times."""
    length = minutes or (int(form["minutes"]) if form["minutes"].isdecimal() else MINUTES)
    names = sorted(name for name in form if name.startswith(FREE))
    return [{"start": name.removeprefix(FREE), "minutes": length} for name in names]


def _filled(form: Blank) -> list[int]:
    return [n for n in NUMBERS if form[f"date{n}"].strip() or form[f"time{n}"].strip()]


def _start(form: Blank, number: int) -> dt.datetime | str:
    try:
        return read_moment(form[f"date{number}"], form[f"time{number}"])
    except BadInput:
        return "unclear"
