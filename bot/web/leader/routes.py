"""Every address of this face, with who may use it."""

from __future__ import annotations

from bot.web.access import LEADER, Route
from bot.web.leader import views

ROUTES = [
    Route("GET", "/leader", views.show, LEADER),
    Route("GET", "/leader/figures.csv", views.figures_csv, LEADER),
]
