"""Every address of this face, with who may use it."""

from __future__ import annotations

from bot.casework.actor import Right
from bot.web.access import PRISON_STAFF, Route
from bot.web.prison import (
    page,
    views_alerts,
    views_clients,
    views_codes,
    views_day,
    views_requests,
    views_rules,
)

ROUTES: list[Route] = [
    Route("GET", "/prison", views_requests.show, PRISON_STAFF, Right.APPROVE),
    *(
        Route(
            "POST",
            f"/prison/meetings/{{id}}/{verb}",
            views_requests.act(verb),
            PRISON_STAFF,
            Right.APPROVE,
        )
        for verb in views_requests.ACTS
    ),
    Route("POST", "/prison/approve", views_day.approve_several, PRISON_STAFF, Right.APPROVE),
    Route("GET", "/prison/day", views_day.show, PRISON_STAFF, Right.APPROVE),
    Route("GET", "/prison/rules", views_rules.show, PRISON_STAFF, Right.APPROVE),
    *(
        Route("POST", f"/prison/rules/{what}", views_rules.act(what), PRISON_STAFF, Right.APPROVE)
        for what in views_rules.ACTS
    ),
    Route("GET", "/prison/alerts", views_alerts.show, PRISON_STAFF, Right.ALERTS),
    Route("GET", "/prison/alerts/open", page.open_alerts, PRISON_STAFF, Right.ALERTS),
    Route(
        "POST", "/prison/alerts/{id}/acknowledge", views_alerts.answer, PRISON_STAFF, Right.ALERTS
    ),
    Route("GET", "/prison/codes", views_codes.show, PRISON_STAFF, Right.CODES),
    Route("POST", "/prison/codes", views_codes.issue, PRISON_STAFF, Right.CODES),
    Route("POST", "/prison/codes/{id}/revoke", views_codes.revoke, PRISON_STAFF, Right.CODES),
    Route("GET", "/prison/clients/{id}", views_clients.show, PRISON_STAFF, Right.CODES),
    Route("POST", "/prison/clients/{id}", views_clients.change, PRISON_STAFF, Right.CODES),
]
