"""What comes out, as JSON Schema: shown in the document, and what the tests hold answers to."""

from __future__ import annotations

from typing import Any

from bot.casework.actor import Right, Role
from bot.casework.clocks import ClockState
from bot.casework.intake_state import Stage
from bot.casework.meeting import MeetingState, MeetingVerb
from bot.casework.need_area import AREA_IDS, Urgency
from bot.casework.reading import ASKED_FOR_HELP, DangerKind
from bot.casework.referral import ReferralState, ReferralVerb
from bot.casework.services.todo import ANSWERS as HELP_ANSWERS
from bot.casework.side_talk import LANGUAGES
from bot.casework.summary import RECEIVER

Json = dict[str, Any]
SUMMARY_SCHEMA = "/api/v1/schemas/summary.json"

_TEXT: Json = {"type": "string"}
_ID: Json = {"type": "string", "minLength": 1}
_FLAG: Json = {"type": "boolean"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_MOMENT: Json = {"type": "string", "format": "date-time", "pattern": r"Z$"}
_LANG: Json = {"enum": [*LANGUAGES]}
_NAMES: Json = {"type": "object", "additionalProperties": _TEXT}


def _or_null(shape: Json) -> Json:
    return {"anyOf": [shape, {"type": "null"}]}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _open(**properties: Json) -> Json:
    """All of these are always there; a later version may add more."""
    return {"type": "object", "required": list(properties), "properties": properties}


def _closed(**properties: Json) -> Json:
    """Nothing else: what is not named here must not leave."""
    return {**_open(**properties), "additionalProperties": False}


def _list(item: Json, **more: Json) -> Json:
    return _closed(items={"type": "array", "items": item}, next=_or_null(_TEXT), **more)


def _values(enum: type[Any]) -> Json:
    return {"enum": [each.value for each in enum]}


_PERSON = _closed(id=_ID, name=_or_null(_TEXT), number=_or_null(_TEXT))
_PLACED_PERSON = _closed(
    id=_ID, name=_or_null(_TEXT), number=_or_null(_TEXT), place=_or_null(_TEXT)
)
_NAMED = _closed(id=_ID, name=_TEXT)
_SLOT = _closed(id=_ID, start=_MOMENT, end=_MOMENT, minutes=_COUNT)
_TODO = _closed(
    area={"enum": [*AREA_IDS]},
    statements={"type": "array"},
    answers={"type": "array"},
    steps={"type": "array", "items": _closed(what=_ID, date=_TEXT, now=_FLAG)},
    actors={"type": "array", "items": _ID},
    help=_or_null(_closed(answer={"enum": [*HELP_ANSWERS]}, at=_MOMENT)),
)
_TICKS: Json = {
    "type": "object",
    "additionalProperties": {"type": "object", "required": [RECEIVER]},
}
_MEETING: Json = {
    "id": _ID,
    "state": _values(MeetingState),
    "state_text": _TEXT,
    "start": _or_null(_MOMENT),
    "end": _or_null(_MOMENT),
    "minutes": _or_null(_COUNT),
    "mode": _ID,
    "purpose": _ID,
    "partner": _ID,
    "partner_names": _NAMES,
    "others": {"type": "array", "items": _closed(organisation=_TEXT, role=_ID)},
    "fallback": _ID,
    "flag": _or_null(_ID),
    "outcome_code": _or_null(_ID),
    "decide_by": _or_null(_MOMENT),
    "reason_code": _or_null(_TEXT),
    "reason_text": _or_null(_TEXT),
    "cancelled_by": _or_null(_TEXT),
    "confirmed_at": _or_null(_MOMENT),
    "decided_at": _or_null(_MOMENT),
    "created_at": _MOMENT,
    "verbs": {"type": "array", "items": _values(MeetingVerb)},
    "revision": _COUNT,
    "slots": {"type": "array", "items": _SLOT},
}
_ALERT: Json = {
    "id": _ID,
    "kind": {"enum": [*(kind.value for kind in DangerKind), ASKED_FOR_HELP]},
    "raised_at": _MOMENT,
    "shown_at": _or_null(_MOMENT),
    "client": _PLACED_PERSON,
    "acknowledged_at": _or_null(_MOMENT),
    "acknowledged_by": _or_null(_TEXT),
}
_THREAD: Json = {
    "messages": {"type": "array", "items": _ref("Message")},
    "stage": _values(Stage),
    "progress": _closed(done=_COUNT, total=_COUNT),
    "waiting": _FLAG,
}
# One of the county's time goals: never law.
_GOAL = _closed(
    name={"enum": ["urgent", "contact", "assessment"]},
    state=_values(ClockState),
    due=_or_null(_TEXT),
    done_at=_or_null(_MOMENT),
)
_SESSION: Json = {"lang": _LANG, "csrf": _ID}
_REFERRAL: Json = {"$ref": SUMMARY_SCHEMA}

ANSWERS: dict[str, Json] = {
    "Problem": _open(type=_ID, title=_TEXT, status={"type": "integer"}, detail=_TEXT),
    "ClientSession": _closed(role={"const": "client"}, asks_for_secret=_FLAG, **_SESSION),
    "StaffSession": _closed(
        id=_ID,
        name=_TEXT,
        role=_values(Role),
        county=_or_null(_ID),
        prison=_or_null(_ID),
        rights={"type": "array", "items": _values(Right)},
        **_SESSION,
    ),
    "Message": {
        **_closed(
            id=_ID,
            text=_TEXT,
            area=_or_null({"enum": [*AREA_IDS]}),
            question=_or_null(_ID),
            choices={"type": "array", "items": _closed(id=_ID, label=_ID)},
            **{"from": {"enum": ["assistant", "client", "worker"]}},
        ),
    },
    "Thread": _closed(**_THREAD),
    "HelpAsked": _closed(**_THREAD, alert=_ID),
    "Summary": {
        "allOf": [
            _REFERRAL,
            _open(
                receivers={"type": "array", "items": _closed(id=_ID, label=_ID), "minItems": 1},
                consent=_TICKS,
                left_out={"type": "array"},
            ),
        ]
    },
    "Sent": _closed(id=_ID, content_version={"type": "integer", "minimum": 1}),
    "ClientMeeting": _closed(
        **_MEETING,
        wish=_or_null(_TEXT),
        worker=_or_null(_TEXT),
        place=_or_null(_TEXT),
        proposed_by=_or_null(_TEXT),
        ask=_or_null(_TEXT),
        join_url=_or_null(_TEXT),
    ),
    "ClientMeetings": _list(_ref("ClientMeeting")),
    "AccessLog": _list(_open(at=_MOMENT, verb=_ID, name=_TEXT, role=_ID, county=_or_null(_ID))),
    "SignIns": _list(_closed(at=_MOMENT, outcome=_ID)),
    "Written": _closed(id=_ID),
    "CountyAnswered": _closed(county=_ID, moved=_FLAG),
    "Todo": _closed(
        sent=_FLAG,
        release=_open(date=_or_null(_TEXT), certain=_FLAG),
        needs={"type": "array", "items": _TODO},
    ),
    "Erased": _closed(erased={"const": True}),
    "ReferralRow": _closed(
        id=_ID,
        state=_values(ReferralState),
        client=_PERSON,
        release=_open(date=_or_null(_TEXT), days_left=_or_null({"type": "integer"})),
        urgency=_values(Urgency),
        urgency_reasons={"type": "array", "items": _ID},
        areas={"type": "array", "items": {"enum": [*AREA_IDS]}},
        claimed_by=_or_null(_NAMED),
        stand_in=_or_null(_NAMED),
        mine=_FLAG,
        mine_to_stand_in=_FLAG,
        lang=_LANG,
        received_at=_MOMENT,
        waited=_COUNT,
        closed_at=_or_null(_MOMENT),
        outcome=_or_null(_ID),
        prison=_ID,
        content_version=_COUNT,
        wrote=_FLAG,
        next_due=_or_null(_GOAL),
        verbs={"type": "array", "items": _values(ReferralVerb)},
    ),
    "Referrals": _list(_ref("ReferralRow"), counts={"type": "object"}),
    "Referral": {
        "allOf": [
            _REFERRAL,
            _open(
                claimed_by=_or_null(_NAMED),
                stand_in=_or_null(_NAMED),
                also_open={"type": "array", "items": _closed(name=_TEXT, at=_MOMENT)},
                clocks={"type": "array", "items": _GOAL},
                human_since=_or_null(_MOMENT),
                outcome=_or_null(_ID),
                revision=_COUNT,
                help_received={"type": "object"},
                changed=_or_null(
                    _closed(
                        at=_MOMENT,
                        areas={"type": "array", "items": {"enum": [*AREA_IDS]}},
                        items={"type": "array", "items": _ID},
                        fewer=_FLAG,
                    )
                ),
                events={"type": "array"},
                thread={"type": "array"},
                workers={"type": "array", "items": _NAMED},
                verbs={"type": "array", "items": _values(ReferralVerb)},
            ),
        ]
    },
    "Export": _REFERRAL,
    "Standing": _open(
        id=_ID,
        state=_values(ReferralState),
        claimed_by=_or_null(_NAMED),
        stand_in=_or_null(_NAMED),
        outcome=_or_null(_ID),
        content_version=_COUNT,
        revision=_COUNT,
        verbs={"type": "array", "items": _values(ReferralVerb)},
    ),
    "CountyMeeting": _closed(
        **_MEETING,
        referral=_or_null(_ID),
        prison=_ID,
        client=_PERSON,
        wish=_or_null(_TEXT),
        worker=_or_null(_NAMED),
        interpreter=_or_null(_TEXT),
        place=_or_null(_TEXT),
        proposed_by=_or_null(_TEXT),
        ask=_or_null(_TEXT),
        join_url=_or_null(_TEXT),
    ),
    # Closed, so that nothing of needs, words, wishes or links can come into it unseen.
    "PrisonMeeting": _closed(
        **_MEETING,
        client=_PLACED_PERSON,
        partner_role=_ID,
        interpreter=_or_null(_TEXT),
        device=_ID,
        place=_or_null(_NAMED),
        places={
            "type": "array",
            "items": _closed(id=_ID, name=_TEXT, device=_ID, clash=_or_null(_TEXT)),
        },
        clashes={"type": "array", "items": _TEXT},
    ),
    "FreeSlots": _list(
        _closed(start=_MOMENT, end=_MOMENT, minutes=_COUNT, wish=_or_null({"enum": [1, 2, 3]}))
    ),
    "Meeting": {"anyOf": [_ref("CountyMeeting"), _ref("PrisonMeeting")]},
    "Meetings": _list(_ref("Meeting")),
    "Alert": _closed(**_ALERT),
    "Alerts": _list(_ref("Alert")),
    "Acknowledged": _closed(**_ALERT, first=_FLAG),
    "Code": _closed(code=_ID, code_id=_ID, client_id=_ID, expires_at=_MOMENT),
    "Document": {"type": "object"},
}
