"""Every address of this face, with who may use it."""

from __future__ import annotations

from bot.web.access import Route

ROUTES: list[Route] = []
