"""The small pieces that the shapes of answers are made of, as JSON Schema."""

from __future__ import annotations

from typing import Any

from bot.casework.need_area import AREA_IDS
from bot.casework.side_talk import LANGUAGES

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
ID: Json = {"type": "string", "minLength": 1}
FLAG: Json = {"type": "boolean"}
COUNT: Json = {"type": "integer", "minimum": 0}
MOMENT: Json = {"type": "string", "format": "date-time", "pattern": r"Z$"}
LANG: Json = {"enum": [*LANGUAGES]}
AREA: Json = {"enum": [*AREA_IDS]}
NAMES: Json = {"type": "object", "additionalProperties": TEXT}


def or_null(shape: Json) -> Json:
    """This, or nothing."""
    return {"anyOf": [shape, {"type": "null"}]}


def ref(name: str) -> Json:
    """A shape of the document, by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def more_may_come(**properties: Json) -> Json:
    """All of these are always there; a later version may add more."""
    return {"type": "object", "required": list(properties), "properties": properties}


def closed(**properties: Json) -> Json:
    """Nothing else: what is not named here must not leave."""
    return {**more_may_come(**properties), "additionalProperties": False}


def array(item: Json) -> Json:
    """Any number of these."""
    return {"type": "array", "items": item}


def page(item: Json, **more: Json) -> Json:
    """A list as the API gives it."""
    return closed(items=array(item), next=or_null(TEXT), **more)


def values(enum: type[Any]) -> Json:
    """One of its members."""
    return {"enum": [each.value for each in enum]}
