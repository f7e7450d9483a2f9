"""What comes out about the care of one person (network, plan, hand-over) and about a county."""

from __future__ import annotations

from bot.casework.outbox import DeliveryState
from bot.casework.support_network import NeedStatus
from bot.web.api.schema import (
    AREA,
    COUNT,
    FLAG,
    ID,
    MOMENT,
    TEXT,
    Json,
    array,
    closed,
    or_null,
    values,
)

_DAY: Json = {"type": "string", "format": "date"}
_STATUS = values(NeedStatus)
_HELPER: Json = {
    "id": ID,
    "label": TEXT,
    "does": TEXT,
    "by_when": or_null(_DAY),
    "consent": or_null(FLAG),
    "consent_at": or_null(MOMENT),
}
# ``responsible``: "worker", "client", or the id of one of the helpers.
_NEED: Json = {"area": AREA, "status": _STATUS, "responsible": ID, "responsible_label": TEXT}
_TODO = closed(
    id=ID,
    whose={"enum": ["worker", "client"]},
    own=FLAG,
    what=TEXT,
    by_when=or_null(_DAY),
    area=or_null(AREA),
    done_at=or_null(MOMENT),
)
_PLAN: Json = {
    "plan": or_null(COUNT),
    "plan_at": or_null(MOMENT),
    "answer": or_null(FLAG),
    "answer_at": or_null(MOMENT),
}
# A hidden cell is null.
_CELL = or_null(COUNT)
_CELLS: Json = {"type": "object", "additionalProperties": _CELL}

CARE_ANSWERS: dict[str, Json] = {
    "Network": closed(
        id=ID,
        client=closed(name=or_null(TEXT), number=or_null(TEXT)),
        can_act=FLAG,
        needs=array(
            closed(
                **_NEED,
                helpers=array(
                    closed(
                        **_HELPER,
                        actor=or_null(ID),
                        name=or_null(TEXT),
                        shared_at=or_null(MOMENT),
                    )
                ),
                history=array(closed(status=_STATUS, by=TEXT, at=MOMENT)),
                choices=array(closed(id=ID, label=TEXT)),
            )
        ),
        todos=array(_TODO),
        revision=COUNT,
        changed=FLAG,
        **_PLAN,
    ),
    # Closed: what the worker has not shown the person must not come into it.
    "Plan": closed(
        worker=or_null(TEXT),
        needs=array(closed(**_NEED, helpers=array(closed(**_HELPER)))),
        todos=array(_TODO),
        **_PLAN,
    ),
    "HandOvers": closed(
        id=ID,
        on=FLAG,
        can_act=FLAG,
        again=FLAG,
        version=COUNT,
        rows=array(
            closed(
                id=ID,
                by=TEXT,
                at=MOMENT,
                version=TEXT,
                state=values(DeliveryState),
                tries=COUNT,
                next_at=or_null(MOMENT),
                done_at=or_null(MOMENT),
                problem=TEXT,
                status=TEXT,
            )
        ),
    ),
    # Closed: no name, no id, no row of a person.
    "Figures": closed(
        quarter=ID,
        quarters=array(ID),
        running=FLAG,
        total=_CELL,
        areas=_CELLS,
        urgency=_CELLS,
        counties=_CELLS,
        waiting=_CELLS,
        on_time=closed(
            percent=or_null({"type": "integer", "minimum": 0, "maximum": 100}),
            bound={"enum": ["exact", "at_least", "at_most", "hidden"]},
        ),
        felt=_CELLS,
        meetings=closed(
            asked=_CELL, permitted=_CELL, held=_CELL, refused=_CELL, waiting=_CELL, reasons=_CELLS
        ),
    ),
}
