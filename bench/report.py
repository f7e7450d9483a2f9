"""Medians of the runs, the ratios, the table, and the file of the contract (section 8)."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.alone import Alone
from bench.measure import Run
from bot.casework.ports import Clock

Figures = dict[str, Any]

# Name, what the table calls it, and the value in one run (None: nothing came back at all).
ROWS: tuple[tuple[str, str, Callable[[Run], float | None]], ...] = (
    ("throughput_10", "turns/s, 10 at once", lambda run: run.few.throughput),
    ("throughput_50", "turns/s, 50 at once", lambda run: run.many.throughput),
    ("p50_10", "p50 ms, 10 at once", lambda run: run.few.percentile(0.5)),
    ("p95_10", "p95 ms, 10 at once", lambda run: run.few.percentile(0.95)),
    ("p50_50", "p50 ms, 50 at once", lambda run: run.many.percentile(0.5)),
    ("p95_50", "p95 ms, 50 at once", lambda run: run.many.percentile(0.95)),
    ("memory", "memory MiB, all parts", lambda run: sum(run.memory.values())),
    ("start", "s to first answer", lambda run: run.start.first_answer),
    ("ready", "s until ready", lambda run: run.start.ready),
    ("cpu_ms", "CPU ms/turn, all parts", lambda run: run.cpu_ms),
    ("turn_20", "ms, turn 20 of one person", lambda run: run.alone and run.alone.early),
    ("turn_300", "ms, turn 300", lambda run: run.alone and run.alone.late),
    ("growth", "turn 300 / turn 20", lambda run: run.alone and run.alone.growth),
    ("idle", "% of a core, idle", lambda run: run.alone and 100 * run.alone.idle),
    ("page_ms", "ms, a person's page", lambda run: run.alone and _page(run.alone, "milliseconds")),
    ("page_kb", "KB, a person's page", lambda run: run.alone and _page(run.alone, "kilobytes")),
)
# In these more is better; in all others less.
_MORE_IS_BETTER = ("throughput_10", "throughput_50")
RATIOS = ("throughput_10", "throughput_50", "p95_50", "memory", "start")


def figures(runs: Sequence[Run]) -> Figures:
    """Medians over the runs, with the least and the most, and every failure."""
    found: Figures = {}
    spread: dict[str, list[float]] = {}
    for name, _, value in ROWS:
        values = [v for run in runs if (v := value(run)) is not None]
        if values:
            found[name] = _short(statistics.median(values))
            spread[name] = [_short(min(values)), _short(max(values))]
    parts = {part for run in runs for part in run.memory}
    failures = Counter[str]()
    for run in runs:
        failures.update(run.failures)
    return {
        **found,
        "spread": spread,
        "memory_parts": {
            part: _short(statistics.median(run.memory[part] for run in runs))
            for part in sorted(parts)
        },
        "turns": sum(len(load.latencies) for run in runs for load in (run.few, run.many)),
        "interviews": sum(run.few.finished + run.many.finished for run in runs),
        "failures": dict(failures),
    }


def ratios(ours: Figures, stock: Figures) -> dict[str, float | None]:
    """How many times better Reitti is; more is better, whatever is measured."""
    return {name: _ratio(name, ours, stock) for name in RATIOS}


def _ratio(name: str, ours: Figures, stock: Figures) -> float | None:
    good, bad = (ours, stock) if name in _MORE_IS_BETTER else (stock, ours)
    return round(good[name] / bad[name], 2) if good.get(name) and bad.get(name) else None


def is_valid(*sides: Figures) -> bool:
    """A run with one failed turn proves nothing about speed."""
    return not any(side["failures"] for side in sides)


def table(sides: dict[str, Figures]) -> str:
    """What is printed at the end."""
    both = {"ours", "stock"} <= sides.keys()
    lines = ["".join([f"{'median (least to most)':26}", *(f"{name:>28}" for name in sides)])]
    if both:
        lines[0] += f"{'better':>9}"
    for name, label, _ in ROWS:
        cells = [_cell(side, name) for side in sides.values()]
        line = "".join([f"{label:26}", *(f"{cell:>28}" for cell in cells)])
        if both and (times := _ratio(name, sides["ours"], sides["stock"])):
            line += f"{f'x {times:g}':>9}"
        lines.append(line)
    for name, side in sides.items():
        parts = ", ".join(f"{part} {mb:g}" for part, mb in side["memory_parts"].items())
        lines.append(
            f"{name}: {side['interviews']} interviews, {side['turns']} turns; MiB: {parts}"
        )
        lines.extend(f"FAILED {times} x {what}" for what, times in side["failures"].items())
    return "\n".join(lines)


def write(
    folder: Path, clock: Clock, sides: dict[str, Figures], runs: int, facts: dict[str, Any]
) -> Path:
    """Write the file of the contract; its name is the time."""
    ours, stock = sides["ours"], sides["stock"]
    content = {
        "ratios": ratios(ours, stock),
        "ours": ours,
        "stock": stock,
        "runs": runs,
        "valid": is_valid(ours, stock),
        "machine": facts,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{clock.now():%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _page(alone: Alone, what: str) -> float | None:
    return None if alone.page is None else float(getattr(alone.page, what))


def _short(value: float) -> float:
    return round(value, 1 if abs(value) >= 10 else 2)


def _cell(side: Figures, name: str) -> str:
    if name not in side:
        return "-"
    least, most = side["spread"][name]
    return f"{side[name]:g} ({least:g} to {most:g})"
