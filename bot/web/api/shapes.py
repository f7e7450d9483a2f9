"""What may stand in the body of a request, as JSON Schema: checked, and shown in the document."""

from __future__ import annotations

from typing import Any

from bot.casework.meeting import OutcomeCode, RejectCode
from bot.casework.prison_rules import FALLBACKS, MODES, PARTNER_ROLES, PURPOSES
from bot.casework.referral import ContactKind, JudgedAs, Outcome, ReasonCode
from bot.casework.services.meetings import WISHED
from bot.casework.services.todo import ANSWERS as HELP_ANSWERS
from bot.casework.side_talk import LANGUAGES
from bot.casework.support_network import PERSON, WORKER, NeedStatus

Json = dict[str, Any]
NOTHING = "Nothing"

_TEXT: Json = {"type": "string"}
_TEXT_OR_NONE: Json = {"type": ["string", "null"]}
_LANG: Json = {"enum": [*LANGUAGES]}
_LANG_OR_NONE: Json = {"enum": [*LANGUAGES, None]}
_ID: Json = {"type": "string", "minLength": 1, "maxLength": 200}
_ID_OR_NONE: Json = {"type": ["string", "null"], "maxLength": 200}
# Of the state that the sender has seen; an older one answers 409.
_REVISION: Json = {"type": ["integer", "null"], "minimum": 0}
_DAY: Json = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_DAY_OR_NONE: Json = {"anyOf": [_DAY, {"type": "null"}]}
_SLOTS: Json = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["start", "minutes"],
        "properties": {
            "start": {"type": "string", "format": "date-time"},
            "minutes": {"type": "integer"},
        },
    },
}


def _shape(required: Json | None = None, **optional: Json) -> Json:
    needed = required or {}
    return {"type": "object", "required": list(needed), "properties": {**needed, **optional}}


SHAPES: dict[str, Json] = {
    NOTHING: _shape(),
    "SignIn": _shape({"code": _TEXT}, lang=_LANG_OR_NONE, secret=_TEXT_OR_NONE),
    "Language": _shape({"lang": _LANG}),
    "Secret": _shape({"secret": _TEXT}),
    "StaffSignIn": _shape(
        {"username": _TEXT, "password": _TEXT}, totp=_TEXT_OR_NONE, lang=_LANG_OR_NONE
    ),
    # A text or a choice; danger in a text is seen before anything of this is refused.
    "NewMessage": _shape(text=_TEXT_OR_NONE, choice=_ID_OR_NONE, question=_ID_OR_NONE),
    # Closed: a tick that was meant to be taken back must not be passed over in silence.
    "SummaryChange": {
        **_shape(
            consent={
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": {"type": "boolean"},
                },
            },
            items={
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "minProperties": 1,
                    "properties": {"included": {"type": "boolean"}, "text": _TEXT},
                    "additionalProperties": False,
                },
            },
        ),
        "additionalProperties": False,
    },
    "CountyAnswer": _shape({"yes": {"type": "boolean"}}),
    "HelpReport": _shape({"area": _ID, "help": {"enum": [*HELP_ANSWERS]}}),
    "Wish": _shape({"wish": _TEXT}, purpose={"enum": [*WISHED, None]}),
    "Choice": _shape({"slot": _ID}, revision=_REVISION),
    "Words": _shape({"text": _TEXT}),
    "Assignment": _shape(
        {"to": _ID}, reason={"enum": [*(code.value for code in ReasonCode), None]}
    ),
    "Closing": _shape(
        {"outcome": {"enum": [outcome.value for outcome in Outcome]}}, revision=_REVISION
    ),
    "Forwarding": _shape({"to": _ID}, why=_TEXT_OR_NONE, revision=_REVISION),
    "StandIn": _shape({"to": _ID_OR_NONE}, revision=_REVISION),
    "Contact": _shape({"kind": {"enum": [kind.value for kind in ContactKind]}}, text=_TEXT_OR_NONE),
    "Judgement": _shape({"judged": {"enum": [judged.value for judged in JudgedAs]}}),
    # ``listed``: an actor of the directory; else ``name``.
    "NetworkActor": _shape(
        {"area": _ID, "does": _TEXT},
        listed=_ID_OR_NONE,
        name=_TEXT_OR_NONE,
        by_when=_DAY_OR_NONE,
    ),
    "NetworkHelper": _shape({"helper": _ID}),
    "NetworkStatus": _shape(
        {"area": _ID, "status": {"enum": [each.value for each in NeedStatus]}, "responsible": _ID},
        revision=_REVISION,
    ),
    "NetworkTodo": _shape(
        {"whose": {"enum": [WORKER, PERSON]}, "what": _TEXT},
        by_when=_DAY_OR_NONE,
        area=_ID_OR_NONE,
    ),
    "NetworkDone": _shape({"todo": _ID}),
    "PlanAnswer": _shape({"plan": {"type": "integer", "minimum": 0}, "yes": {"type": "boolean"}}),
    "PlanConsent": _shape({"helper": _ID, "yes": {"type": "boolean"}}),
    "NewMeeting": _shape({"referral": _ID}),
    "Offer": _shape({"slots": _SLOTS}, revision=_REVISION),
    "CountyOffer": _shape(
        {"slots": _SLOTS},
        revision=_REVISION,
        others={
            "type": ["array", "null"],
            "items": {
                "type": "object",
                "required": ["organisation", "role"],
                "properties": {"organisation": _TEXT, "role": {"enum": [*PARTNER_ROLES]}},
            },
        },
        purpose={"enum": [*PURPOSES, None]},
        mode={"enum": [*MODES, None]},
        fallback={"enum": [*FALLBACKS, None]},
    ),
    "NotHeld": _shape(code={"enum": [*(code.value for code in OutcomeCode), None]}),
    "Approval": _shape(place=_ID_OR_NONE, host=_ID_OR_NONE, revision=_REVISION),
    "Rejection": _shape(
        {"code": {"enum": [code.value for code in RejectCode]}},
        text=_TEXT_OR_NONE,
        revision=_REVISION,
    ),
    "NewCode": _shape(
        client=_ID_OR_NONE,
        county=_ID_OR_NONE,
        release_date={"anyOf": [_DAY, {"enum": ["unknown", None]}]},
        lang=_LANG_OR_NONE,
        name=_TEXT_OR_NONE,
        number=_TEXT_OR_NONE,
        place=_TEXT_OR_NONE,
    ),
}
