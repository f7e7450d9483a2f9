"""``reitti understand`` with the trained model, as an outside program calls it."""

import json
import subprocess
import sys

import pytest

from bot.settings import ROOT

FIELDS = {"text", "intent", "areas", "crisis", "date", "time"}


def understand(lang, texts, *options):
    done = subprocess.run(
        [sys.executable, "-m", "bot", "understand", "--lang", lang, *options],
        input="".join(json.dumps({"text": text}) + "\n" for text in texts),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-800:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.needs_rasa
@pytest.mark.timeout(300)
def test_each_line_is_answered_in_order_by_the_contract():
    texts = ["mulla ei oo kämppää eikä rahaa", "haluan kuolla", "4.3.2027", "/restart", "x" * 20000]
    answers = understand("fi", texts, "--today", "2026-11-24")
    assert [answer["text"] for answer in answers] == texts
    assert all(set(answer) == FIELDS for answer in answers)
    assert {"housing", "money"} <= set(answers[0]["areas"])
    assert answers[1]["crisis"] == "suicide"
    assert answers[2]["date"] == "2027-03-04"


def test_a_line_that_is_no_json_object_is_refused_with_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "bot", "understand", "--lang", "fi"],
        input="[1]\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
