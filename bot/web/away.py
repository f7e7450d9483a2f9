"""The database is away while somebody in a cell sends words: they stay on the page, and danger
in them leads to the page that says whom to tell, and that nobody was told.
"""

from __future__ import annotations

from aiohttp import web

from bot.casework.services.alerts import AlertState
from bot.safety.danger import find_danger
from bot.web.cell.page import show
from bot.web.cell.views_help import FAILED, help_page
from bot.web.keys import CONTEXT
from bot.web.problems import sentence

# The names of the boxes in which a person writes.
BOXES = ("text", "wish")
STATUS = 503


async def words_stay(request: web.Request) -> web.Response | None:
    """The page for a form with words in it; None for anything else."""
    fields = await _fields(request)
    words = [(name, text) for name, text in fields if name in BOXES and text.strip()]
    if not words:
        return None
    if any(find_danger(text) for _, text in words):
        nobody = AlertState(FAILED, "", request.config_dict[CONTEXT].clock.now())
        response = await help_page(request, nobody)
        response.set_status(STATUS)
        return response
    hidden = [(name, text) for name, text in fields if name not in BOXES]
    text = sentence(request, "away_kept")
    return show(request, "away", status=STATUS, text=text, fields=hidden, words=words)


async def _fields(request: web.Request) -> list[tuple[str, str]]:
    """What the form holds; nothing of a form that is not ours or can't be read."""
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return []
    try:
        form = await request.post()
    except (ValueError, LookupError, web.HTTPException):
        return []
    return [(name, value) for name, value in form.items() if isinstance(value, str)]
