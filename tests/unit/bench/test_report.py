import datetime as dt
import json
from collections import Counter

import pytest

from bench import report
from bench.load import Outcome
from bench.measure import Run
from bench.sides import Start


def run(throughput=100.0, latency=0.05, memory=500.0, start=10.0, failures=()):
    def load(people):
        turns = [latency] * 100
        return Outcome(people, len(turns) / throughput, turns, 6)

    few = load(10)
    few.failures = Counter(failures)
    return Run(Start(start - 1, start), few, load(50), {"a": memory, "b": 0.0}, 12.0)


OURS = report.figures([run()])
STOCK = report.figures([run(throughput=10.0, latency=0.5, memory=1500.0, start=50.0)])


class Noon:
    def now(self):
        return dt.datetime(2026, 11, 24, 12, 0, 5, tzinfo=dt.UTC)


def test_every_ratio_is_larger_when_reitti_is_better():
    assert report.ratios(OURS, STOCK) == {
        "throughput_10": 10.0,
        "throughput_50": 10.0,
        "p95_50": 10.0,
        "memory": 3.0,
        "start": 5.0,
    }


def test_the_median_of_the_runs_is_taken_with_the_least_and_the_most():
    figures = report.figures([run(throughput=t) for t in (90, 100, 300)])
    assert figures["throughput_10"] == pytest.approx(100)
    assert figures["spread"]["throughput_10"] == [90, 300]


def test_one_failed_turn_makes_the_figures_worthless():
    failed = report.figures([run(), run(failures=["turn 3: status 500"])])
    assert report.is_valid(OURS, STOCK)
    assert not report.is_valid(failed, STOCK)
    assert failed["failures"] == {"turn 3: status 500": 1}
    assert "FAILED 1 x turn 3: status 500" in report.table({"ours": failed, "stock": STOCK})


def test_the_table_says_beside_each_row_how_many_times_better_it_is():
    lines = report.table({"ours": OURS, "stock": STOCK}).splitlines()
    assert lines[0].endswith("better")
    assert next(line for line in lines if line.startswith("p95 ms, 50")).endswith("x 10")


def test_a_side_that_answered_nothing_has_no_ratio():
    nothing = Outcome(10, 5.0)
    dead = report.figures([Run(Start(1, 1), nothing, nothing, {"a": 1.0}, 0.0)])
    assert report.ratios(dead, STOCK)["p95_50"] is None
    assert report.ratios(dead, STOCK)["throughput_10"] is None


def test_the_file_is_the_one_of_the_contract(tmp_path):
    path = report.write(tmp_path, Noon(), {"ours": OURS, "stock": STOCK}, 3, {"cores": 2})
    assert path.name == "20261124T120005Z.json"
    content = json.loads(path.read_text())
    assert {"ratios", "ours", "stock", "runs"} <= content.keys()
    assert list(content["ratios"]) == [
        "throughput_10",
        "throughput_50",
        "p95_50",
        "memory",
        "start",
    ]
    assert content["runs"] == 3
    assert content["valid"]
