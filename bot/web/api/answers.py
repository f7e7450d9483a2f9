"""What comes out, as JSON Schema: shown in the document, and what the tests hold answers to."""

from __future__ import annotations

from bot.casework.actor import Right, Role
from bot.casework.clocks import ClockState
from bot.casework.intake_state import Stage
from bot.casework.meeting import MeetingState, MeetingVerb
from bot.casework.need_area import Urgency
from bot.casework.reading import ASKED_FOR_HELP, DangerKind
from bot.casework.referral import ReferralState, ReferralVerb
from bot.casework.services.todo import ANSWERS as HELP_ANSWERS
from bot.casework.summary import RECEIVER
from bot.web.api.answers_care import CARE_ANSWERS
from bot.web.api.schema import (
    AREA,
    COUNT,
    FLAG,
    ID,
    LANG,
    MOMENT,
    NAMES,
    TEXT,
    Json,
    closed,
    more_may_come,
    or_null,
    page,
    ref,
    values,
)

SUMMARY_SCHEMA = "/api/v1/schemas/summary.json"

_PERSON = closed(id=ID, name=or_null(TEXT), number=or_null(TEXT))
_PLACED_PERSON = closed(id=ID, name=or_null(TEXT), number=or_null(TEXT), place=or_null(TEXT))
_NAMED = closed(id=ID, name=TEXT)
_SLOT = closed(id=ID, start=MOMENT, end=MOMENT, minutes=COUNT)
_TODO = closed(
    area=AREA,
    statements={"type": "array"},
    answers={"type": "array"},
    steps={"type": "array", "items": closed(what=ID, date=TEXT, now=FLAG)},
    actors={"type": "array", "items": ID},
    help=or_null(closed(answer={"enum": [*HELP_ANSWERS]}, at=MOMENT)),
)
_TICKS: Json = {
    "type": "object",
    "additionalProperties": {"type": "object", "required": [RECEIVER]},
}
_MEETING: Json = {
    "id": ID,
    "state": values(MeetingState),
    "state_text": TEXT,
    "start": or_null(MOMENT),
    "end": or_null(MOMENT),
    "minutes": or_null(COUNT),
    "mode": ID,
    "purpose": ID,
    "partner": ID,
    "partner_names": NAMES,
    "others": {"type": "array", "items": closed(organisation=TEXT, role=ID)},
    "fallback": ID,
    "flag": or_null(ID),
    "outcome_code": or_null(ID),
    "decide_by": or_null(MOMENT),
    "reason_code": or_null(TEXT),
    "reason_text": or_null(TEXT),
    "cancelled_by": or_null(TEXT),
    "confirmed_at": or_null(MOMENT),
    "decided_at": or_null(MOMENT),
    "created_at": MOMENT,
    "verbs": {"type": "array", "items": values(MeetingVerb)},
    "revision": COUNT,
    "slots": {"type": "array", "items": _SLOT},
}
_ALERT: Json = {
    "id": ID,
    "kind": {"enum": [*(kind.value for kind in DangerKind), ASKED_FOR_HELP]},
    "raised_at": MOMENT,
    "shown_at": or_null(MOMENT),
    "client": _PLACED_PERSON,
    "acknowledged_at": or_null(MOMENT),
    "acknowledged_by": or_null(TEXT),
}
_THREAD: Json = {
    "messages": {"type": "array", "items": ref("Message")},
    "stage": values(Stage),
    "progress": closed(done=COUNT, total=COUNT),
    "waiting": FLAG,
}
# One of the county's time goals: never law.
_GOAL = closed(
    name={"enum": ["urgent", "contact", "assessment"]},
    state=values(ClockState),
    due=or_null(TEXT),
    done_at=or_null(MOMENT),
)
_SESSION: Json = {"lang": LANG, "csrf": ID}
_REFERRAL: Json = {"$ref": SUMMARY_SCHEMA}

ANSWERS: dict[str, Json] = {
    "Problem": more_may_come(type=ID, title=TEXT, status={"type": "integer"}, detail=TEXT),
    "ClientSession": closed(role={"const": "client"}, asks_for_secret=FLAG, **_SESSION),
    "StaffSession": closed(
        id=ID,
        name=TEXT,
        role=values(Role),
        county=or_null(ID),
        prison=or_null(ID),
        rights={"type": "array", "items": values(Right)},
        **_SESSION,
    ),
    "Message": {
        **closed(
            id=ID,
            text=TEXT,
            area=or_null(AREA),
            question=or_null(ID),
            choices={"type": "array", "items": closed(id=ID, label=ID)},
            **{"from": {"enum": ["assistant", "client", "worker"]}},
        ),
    },
    "Thread": closed(**_THREAD),
    "HelpAsked": closed(**_THREAD, alert=ID),
    "Summary": {
        "allOf": [
            _REFERRAL,
            more_may_come(
                receivers={"type": "array", "items": closed(id=ID, label=ID), "minItems": 1},
                consent=_TICKS,
                left_out={"type": "array"},
            ),
        ]
    },
    "Sent": closed(id=ID, content_version={"type": "integer", "minimum": 1}),
    "ClientMeeting": closed(
        **_MEETING,
        wish=or_null(TEXT),
        worker=or_null(TEXT),
        place=or_null(TEXT),
        proposed_by=or_null(TEXT),
        ask=or_null(TEXT),
        join_url=or_null(TEXT),
    ),
    "ClientMeetings": page(ref("ClientMeeting")),
    "AccessLog": page(more_may_come(at=MOMENT, verb=ID, name=TEXT, role=ID, county=or_null(ID))),
    "SignIns": page(closed(at=MOMENT, outcome=ID)),
    "Written": closed(id=ID),
    "CountyAnswered": closed(county=ID, moved=FLAG),
    "Todo": closed(
        sent=FLAG,
        release=more_may_come(date=or_null(TEXT), certain=FLAG),
        needs={"type": "array", "items": _TODO},
    ),
    "Erased": closed(erased={"const": True}),
    "ReferralRow": closed(
        id=ID,
        state=values(ReferralState),
        client=_PERSON,
        release=more_may_come(date=or_null(TEXT), days_left=or_null({"type": "integer"})),
        urgency=values(Urgency),
        urgency_reasons={"type": "array", "items": ID},
        areas={"type": "array", "items": AREA},
        claimed_by=or_null(_NAMED),
        stand_in=or_null(_NAMED),
        mine=FLAG,
        mine_to_stand_in=FLAG,
        lang=LANG,
        received_at=MOMENT,
        waited=COUNT,
        closed_at=or_null(MOMENT),
        outcome=or_null(ID),
        prison=ID,
        content_version=COUNT,
        wrote=FLAG,
        next_due=or_null(_GOAL),
        verbs={"type": "array", "items": values(ReferralVerb)},
    ),
    "Referrals": page(ref("ReferralRow"), counts={"type": "object"}),
    "Referral": {
        "allOf": [
            _REFERRAL,
            more_may_come(
                claimed_by=or_null(_NAMED),
                stand_in=or_null(_NAMED),
                also_open={"type": "array", "items": closed(name=TEXT, at=MOMENT)},
                clocks={"type": "array", "items": _GOAL},
                human_since=or_null(MOMENT),
                outcome=or_null(ID),
                revision=COUNT,
                help_received={"type": "object"},
                changed=or_null(
                    closed(
                        at=MOMENT,
                        areas={"type": "array", "items": AREA},
                        items={"type": "array", "items": ID},
                        fewer=FLAG,
                    )
                ),
                events={"type": "array"},
                thread={"type": "array"},
                workers={"type": "array", "items": _NAMED},
                verbs={"type": "array", "items": values(ReferralVerb)},
            ),
        ]
    },
    "Export": _REFERRAL,
    "Standing": more_may_come(
        id=ID,
        state=values(ReferralState),
        claimed_by=or_null(_NAMED),
        stand_in=or_null(_NAMED),
        outcome=or_null(ID),
        content_version=COUNT,
        revision=COUNT,
        verbs={"type": "array", "items": values(ReferralVerb)},
    ),
    "CountyMeeting": closed(
        **_MEETING,
        referral=or_null(ID),
        prison=ID,
        client=_PERSON,
        wish=or_null(TEXT),
        worker=or_null(_NAMED),
        interpreter=or_null(TEXT),
        place=or_null(TEXT),
        proposed_by=or_null(TEXT),
        ask=or_null(TEXT),
        join_url=or_null(TEXT),
    ),
    # Closed, so that nothing of needs, words, wishes or links can come into it unseen.
    "PrisonMeeting": closed(
        **_MEETING,
        client=_PLACED_PERSON,
        partner_role=ID,
        interpreter=or_null(TEXT),
        device=ID,
        place=or_null(_NAMED),
        places={
            "type": "array",
            "items": closed(id=ID, name=TEXT, device=ID, clash=or_null(TEXT)),
        },
        clashes={"type": "array", "items": TEXT},
        decides=FLAG,
        host=or_null(_NAMED),
        hosts={"type": "array", "items": closed(id=ID, name=TEXT, busy=FLAG)},
    ),
    "FreeSlots": page(
        closed(start=MOMENT, end=MOMENT, minutes=COUNT, wish=or_null({"enum": [1, 2, 3]}))
    ),
    "Meeting": {"anyOf": [ref("CountyMeeting"), ref("PrisonMeeting")]},
    "Meetings": page(ref("Meeting")),
    "Alert": closed(**_ALERT),
    "Alerts": page(ref("Alert")),
    "Acknowledged": closed(**_ALERT, first=FLAG),
    "Code": closed(code=ID, code_id=ID, client_id=ID, expires_at=MOMENT),
    "Document": {"type": "object"},
    **CARE_ANSWERS,
}
