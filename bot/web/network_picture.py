"""Where the boxes and lines of the network's picture stand: the person, the needs, the actors."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
ROW, GAP, TOP = 50, 16, 8
BOX = 42
LEFT, MIDDLE, RIGHT = (0, 150), (240, 260), (590, 330)
WIDTH = RIGHT[0] + RIGHT[1]
# What a box holds in a line; the table below has the whole.
LETTERS = {240: 24, 590: 31}


def picture(needs: list[Json], person: str) -> Json:
    """{"width", "height", "boxes": [{x, y, width, text, second, kind}], "lines": [{x1 … y2, kind}]}
    of needs as the page has them, each helper with its ``label``."""
    boxes: list[Json] = []
    lines: list[Json] = []
    y = TOP
    middles = []
    for need in needs:
        rows = max(1, len(need["helpers"]))
        center = y + (rows * ROW - ROW + BOX) / 2
        middles.append(center)
        boxes.append(_box(MIDDLE, center, need["label"], need["status_label"], need["status"]))
        for n, helper in enumerate(need["helpers"]):
            at = y + n * ROW + BOX / 2
            kind = {True: "yes", False: "no", None: "open"}[helper["consent"]]
            boxes.append(_box(RIGHT, at, helper["label"], "", kind))
            lines.append(_line(MIDDLE[0] + MIDDLE[1], center, RIGHT[0], at, kind))
        y += rows * ROW + GAP
    height = max(y - GAP + TOP, BOX + 2 * TOP)
    center = height / 2
    boxes.insert(0, _box(LEFT, center, person, "", "person"))
    lines += [_line(LEFT[1], center, MIDDLE[0], at, "need") for at in middles]
    return {"width": WIDTH, "height": height + TOP, "boxes": boxes, "lines": lines, "box": BOX}


def _box(column: tuple[int, int], center: float, text: str, second: str, kind: str) -> Json:
    x, width = column
    plain = text.replace("\u00ad", "")
    limit = LETTERS.get(x, 15)
    short = plain if len(plain) <= limit else f"{plain[: limit - 1].rstrip()}…"
    shown = {"x": x, "y": center - BOX / 2, "width": width, "text": short, "kind": kind}
    return {**shown, "second": second.replace("\u00ad", ""), "center": center}


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Json:
    return {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "middle": (x1 + x2) / 2, "kind": kind}
