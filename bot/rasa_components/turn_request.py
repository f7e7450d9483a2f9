"""What the web tier may send through the door, checked before anything is done with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

MAX_BODY_BYTES = 200_000
"""20,000 characters fit, escaped or not; anything longer was not typed by a person."""

LANGUAGES = ("fi", "sv", "en")
_MAX_ID_LENGTH = 200


class BadRequest(ValueError):
    """The request is malformed; the reason names the field and quotes nothing."""


@dataclass(frozen=True)
class ParseRequest:
    """A text to understand, and what its dates are counted from."""

    text: str
    lang: str
    today: str


@dataclass(frozen=True)
class TurnRequest:
    """One message of one person: written words, or a button with its intent."""

    sender: str
    message_id: str
    text: str | None
    choice: str | None
    intent: str | None
    lang: str
    today: str
    question: str | None
    looked: bool
    """The web tier has looked for words of danger in this text, and found none."""

    def metadata(self) -> dict[str, str | bool | None]:
        return {
            "message_id": self.message_id,
            "lang": self.lang,
            "today": self.today,
            "question": self.question,
            "looked": self.looked,
        }


def read_parse_request(body: bytes) -> ParseRequest:
    return parse_request_from(_json_object(body))


def parse_request_from(fields: dict[str, Any]) -> ParseRequest:
    return ParseRequest(
        text=_text(fields, "text"), lang=_language(fields), today=_day(fields, "today")
    )


def read_turn_request(body: bytes) -> TurnRequest:
    fields = _json_object(body)
    choice = _optional_id(fields, "choice")
    intent = _optional_id(fields, "intent")
    text = None if choice else _text(fields, "text")
    if choice and fields.get("text"):
        raise BadRequest("text and choice exclude each other")
    if choice and not intent:
        raise BadRequest("intent")
    return TurnRequest(
        sender=_id(fields, "sender"),
        message_id=_id(fields, "message_id"),
        text=text,
        choice=choice,
        intent=intent if choice else None,
        lang=_language(fields),
        today=_day(fields, "today"),
        question=_optional_id(fields, "question"),
        looked=fields.get("looked") is True,
    )


def read_forget_request(body: bytes) -> str:
    return _id(_json_object(body), "sender")


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest("body") from None
    if not isinstance(fields, dict):
        raise BadRequest("body")
    return fields


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise BadRequest(name)
    return value


def _id(fields: dict[str, Any], name: str) -> str:
    value = _text(fields, name)
    if not value or len(value) > _MAX_ID_LENGTH or not value.isprintable():
        raise BadRequest(name)
    return value


def _optional_id(fields: dict[str, Any], name: str) -> str | None:
    return None if fields.get(name) is None else _id(fields, name)


def _language(fields: dict[str, Any]) -> str:
    value = fields.get("lang")
    if value not in LANGUAGES:
        raise BadRequest("lang")
    return str(value)


def _day(fields: dict[str, Any], name: str) -> str:
    value = _text(fields, name)
    try:
        date.fromisoformat(value)
    except ValueError:
        raise BadRequest(name) from None
    return value
