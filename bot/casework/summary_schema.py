"""JSON Schema 2020-12 of the referral object, served at /api/v1/schemas/summary.json.

Statements, answers and needs are closed: nothing beyond what is named here is in
them. The object itself stays open, since a face may add its own (consent, verbs).
"""

from __future__ import annotations

from typing import Any

from bot.casework.need_area import AREA_IDS, Urgency
from bot.casework.referral import ReferralState
from bot.casework.summary import SCHEMA_VERSION

Json = dict[str, Any]
_DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
_MOMENT = {"type": "string", "format": "date-time", "pattern": r"Z$"}
_TEXT = {"type": "string"}
_ID = {"type": "string", "minLength": 1}
_AREAS = {"type": "array", "items": {"$ref": "#/$defs/area"}, "uniqueItems": True}
_ANSWERS = {"type": "array", "items": {"$ref": "#/$defs/answer"}}


def summary_schema() -> Json:
    """The schema; the version is that of ``schema_version`` in the object."""
    properties: Json = {
        "id": _or_null(_ID),
        "schema_version": {"const": SCHEMA_VERSION},
        "content_version": {"type": "integer", "minimum": 0},
        "state": _or_null({"enum": [state.value for state in ReferralState]}),
        "received_at": _or_null(_MOMENT),
        "urgency": {"$ref": "#/$defs/urgency"},
        "lang": {"enum": ["fi", "sv", "en"]},
        "interpreter": _or_null({"$ref": "#/$defs/answer"}),
        "access_needs": _ANSWERS,
        "release": _closed(
            {
                "date": _or_null(_DATE),
                "days_left": _or_null({"type": "integer"}),
                "certain": {"type": "boolean"},
            }
        ),
        "prison": _ID,
        "county": _ID,
        "needs": {"type": "array", "items": {"$ref": "#/$defs/need"}},
        "no_need": _AREAS,
        "declined": _AREAS,
        "dont_know": _AREAS,
        "not_asked": _AREAS,
        "other_statements": {"type": "array", "items": {"$ref": "#/$defs/other_statement"}},
        "not_understood": {"type": "array", "items": {"$ref": "#/$defs/statement"}},
        "client": _closed({"id": _ID, "name": _or_null(_TEXT), "number": _or_null(_TEXT)}),
        "start_by": {
            "type": "array",
            "items": _closed({"area": {"$ref": "#/$defs/area"}, "what": _ID, "date": _DATE}),
        },
        "actors": {
            "type": "array",
            "items": _closed({"area": {"$ref": "#/$defs/area"}, "actor": _ID}),
        },
        "strengths": _ANSWERS,
        "network": _ANSWERS,
        "contact": {"type": "object", "additionalProperties": {"$ref": "#/$defs/answer"}},
        "meeting_wish": {
            "anyOf": [{"$ref": "#/$defs/answer"}, {"type": "object", "maxProperties": 0}]
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Referral",
        "description": "What a person chose to tell the social services before release.",
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "$defs": _definitions(),
    }


def _definitions() -> Json:
    said: Json = {"id": _ID, "text": _TEXT, "message_id": _ID, "said_at": _MOMENT}
    more: Json = {"edited": {"const": True}, "paper": {"type": "boolean"}}
    area_or_null = _or_null({"$ref": "#/$defs/area"})
    return {
        "area": {"enum": list(AREA_IDS)},
        "urgency": {"enum": [level.value for level in Urgency]},
        "statement": {
            **_closed(said, more),
            "description": "The person's own words, unchanged save for masked identity codes.",
        },
        "other_statement": _closed({**said, "area": area_or_null}, more),
        "answer": {
            **_closed(
                {"id": _ID, "question": _ID, "message_id": _ID},
                {"choice": _ID, "text": _TEXT, "version": {"type": "integer"}, **more},
            ),
            "oneOf": [{"required": ["choice"]}, {"required": ["text"]}],
        },
        "need": _closed(
            {
                "area": {"$ref": "#/$defs/area"},
                "urgency": {"$ref": "#/$defs/urgency"},
                "urgency_reasons": {"type": "array", "items": _ID},
                "section_11": {"type": "array", "items": {"type": "string", "pattern": r"^\d+$"}},
                "statements": {"type": "array", "items": {"$ref": "#/$defs/statement"}},
                "answers": _ANSWERS,
            }
        ),
    }


def _closed(required: Json, optional: Json | None = None) -> Json:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}
