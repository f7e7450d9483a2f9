"""The papers on security name tests; every named test exists, every requirement has its row."""

import csv
import re

import pytest

from tests.programs import ROOT

PAPERS = ROOT / "docs"
STATUSES = ("met", "not applicable", "open")
NAMED = re.compile(r"`(test_[a-z0-9_]+)`")


@pytest.fixture(scope="module")
def known():
    """{path: names of the tests in it}"""
    found = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        found[str(path.relative_to(ROOT))] = set(re.findall(r"def (test_\w+)", text))
    return found


@pytest.fixture(scope="module")
def rows():
    with (PAPERS / "asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_countermeasure_of_the_threat_model_names_a_test_that_exists(known):
    text = (PAPERS / "threat-model.md").read_text(encoding="utf-8")
    named = NAMED.findall(text)
    every = set().union(*known.values())
    assert sorted(set(named) - every) == []
    tables = [line for line in text.splitlines() if line.startswith("|")]
    body = [line for line in tables if not line.startswith(("| part", "| threat", "|---"))]
    assert len(body) > 20
    assert [line for line in body if not NAMED.search(line)] == []


def test_each_requirement_of_levels_one_and_two_has_one_row(rows):
    assert len(rows) == len({row["id"] for row in rows}) == 253
    assert {row["level"] for row in rows} == {"1", "2"}
    assert [row["id"] for row in rows if row["status"] not in STATUSES] == []
    assert [row["id"] for row in rows if not (row["test"] or row["reason"])] == []
    assert [row["id"] for row in rows if row["status"] != "met" and not row["reason"]] == []


def test_every_test_that_a_row_names_exists(rows, known):
    missing = []
    for row in rows:
        for name in row["test"].split():
            path, _, test = name.partition("::")
            if test not in known.get(path, ()):
                missing.append((row["id"], name))
    assert missing == []


def test_the_shares_are_as_the_table_says(rows):
    for level in ("1", "2"):
        mine = [row for row in rows if row["level"] == level]
        count = {status: sum(row["status"] == status for row in mine) for status in STATUSES}
        applies = count["met"] + count["open"]
        tested = sum(row["status"] == "met" and bool(row["test"]) for row in mine)
        print(
            f"level {level}: {len(mine)} requirements, {count['met']} met ({tested} by a test), "
            f"{count['open']} open, {count['not applicable']} not applicable; "
            f"{100 * count['met'] / applies:.1f} % of what applies is met"
        )
        assert count["met"] / applies > 0.8
