"""The figures as tables with words: for the page, its pictures and the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Say = Callable[..., str]
# A picture of more bars than this is no picture.
BAR, STEP, LABEL, WIDTH = 20, 30, 250, 640


@dataclass(frozen=True)
class Line:
    """A label and its value: a number, None when it is hidden, or words."""

    label: str
    count: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Table:
    """A group of figures; ``drawn``: its numbers can be compared as bars."""

    id: str
    title: str
    lines: list[Line]
    note: str = ""
    drawn: bool = False

    @property
    def bars(self) -> Json:
        """Where each bar stands: {"height", "rows": [{y, text_y, width, label, count}]}."""
        most = max((line.count or 0 for line in self.lines), default=0) or 1
        rows = [
            {
                "y": n * STEP + 4,
                "text_y": n * STEP + 4 + BAR - 5,
                "width": round((WIDTH - LABEL - 60) * (line.count or 0) / most, 1),
                "label": line.label.replace("\u00ad", ""),
                "count": line.count,
            }
            for n, line in enumerate(self.lines)
        ]
        return {"height": len(rows) * STEP + 8, "rows": rows, "left": LABEL, "full": WIDTH}


def tables(found: Json, say: Say, counties: Mapping[str, str]) -> list[Table]:
    """All groups, in the order of the page."""
    meetings, on_time = found["meetings"], found["on_time"]
    return [
        Table("total", say("leader.total"), [Line(say("leader.total.line"), found["total"])]),
        _cells("urgency", found["urgency"], lambda key: say(f"desk.urgency.{key}"), say),
        _cells("areas", found["areas"], lambda key: say(f"area.{key}"), say),
        _cells("counties", _named(found["counties"], counties), lambda key: key, say),
        Table(
            "waiting",
            say("leader.waiting"),
            [
                Line(say(f"leader.waiting.{part}"), None, _days(days, say))
                for part, days in found["waiting"].items()
            ],
            say("leader.waiting.note"),
        ),
        Table(
            "on_time",
            say("leader.on_time"),
            [
                Line(
                    say("leader.on_time.line"),
                    None,
                    say(f"leader.share.{on_time.bound}", percent=on_time.percent or 0),
                )
            ],
            say("leader.on_time.note"),
        ),
        _cells("felt", found["felt"], lambda key: say(f"felt.{key}"), say, say("leader.felt.note")),
        Table(
            "meetings",
            say("leader.meetings"),
            [
                Line(say(f"leader.meetings.{name}"), meetings[name])
                for name in ("asked", "permitted", "held", "refused", "waiting")
            ],
            drawn=True,
        ),
        _cells("reasons", meetings["reasons"], lambda key: say(f"leader.reason.{key}"), say),
    ]


def as_csv(found: Json, groups: list[Table], say: Say) -> str:
    """The same as a file; semicolons, as table programs here expect."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=";").writerow
    write([say("leader.csv.group"), say("leader.csv.item"), say("leader.csv.value")])
    write([say("leader.quarter"), "", found["quarter"]])
    for table in groups:
        for line in table.lines:
            value = line.words or (say("leader.hidden") if line.count is None else line.count)
            write([_plain(table.title), _plain(line.label), _plain(str(value))])
    return out.getvalue()


def _cells(
    id_: str, cells: Mapping[str, int | None], label: Say, say: Say, note: str = ""
) -> Table:
    lines = [Line(label(key), count) for key, count in cells.items()]
    return Table(id_, say(f"leader.{id_}"), lines, note, drawn=True)


def _named(cells: Mapping[str, int | None], names: Mapping[str, str]) -> dict[str, int | None]:
    named = {names.get(county, county): count for county, count in cells.items()}
    return dict(sorted(named.items()))


def _days(days: int | None, say: Say) -> str:
    if days is None:
        return say("leader.too_few")
    return say("leader.day" if days == 1 else "leader.days", days=days)


def _plain(text: str) -> str:
    return text.replace("\u00ad", "")
