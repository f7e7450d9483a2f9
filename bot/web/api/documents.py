"""What the API says of itself."""

from __future__ import annotations

from typing import Any

from bot.casework.ports import UnitOfWork
from bot.casework.summary_schema import summary_schema
from bot.web.access import NOBODY_SIGNED_IN
from bot.web.api.answers import SUMMARY_SCHEMA
from bot.web.api.body import Json
from bot.web.api.call import Call
from bot.web.api.openapi import document
from bot.web.api.operation import Operation


def describing(operations: list[Operation]) -> list[Operation]:
    """The operations that describe these, and themselves."""

    def openapi(uow: UnitOfWork, call: Call) -> Json:  # noqa: ARG001 - the same for everybody
        """This document."""
        return document([*operations, *own])

    def referral_schema(uow: UnitOfWork, call: Call) -> Json:  # noqa: ARG001
        """The JSON Schema of a referral."""
        return summary_schema()

    more: dict[str, Any] = {"public": True, "reads": True}
    own = [
        Operation("GET", "/api/v1/openapi.json", openapi, NOBODY_SIGNED_IN, "Document", **more),
        Operation("GET", SUMMARY_SCHEMA, referral_schema, NOBODY_SIGNED_IN, "Document", **more),
    ]
    return own
