"""Every address of this face, with who may use it."""

from __future__ import annotations

from bot.casework.actor import Role
from bot.web.access import Route
from bot.web.leader import views

LEADER = frozenset({Role.LEADER})

ROUTES = [
    Route("GET", "/leader", views.show, LEADER),
    Route("GET", "/leader/figures.csv", views.figures_csv, LEADER),
]
