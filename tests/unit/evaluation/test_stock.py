"""What stock Rasa is given to learn, and how its answers are counted."""

import pytest
import yaml

from scripts.evaluate.lines import Line
from scripts.evaluate.stock.__main__ import pairs_of, rows_told
from scripts.evaluate.stock.project import areas_in, config, label, nlu, some

TWO = {"text": "no flat:\n debts", "intent": "inform", "areas": ["debts", "housing"], "danger": 0}
SILENT = {"text": "I will end it", "intent": "inform", "areas": None, "danger": 1}
NONE = {"text": "stop # now", "intent": "stop", "areas": [], "danger": 0}

STOCK = {
    "recipe": "default.v1",
    "pipeline": [{"name": "WhitespaceTokenizer"}, {"name": "DIETClassifier", "epochs": 100}],
    "policies": [{"name": "RulePolicy"}],
}


def test_each_question_has_its_own_labels() -> None:
    assert [label(line, "intents") for line in (TWO, SILENT, NONE)] == ["inform", "inform", "stop"]
    assert [label(line, "areas") for line in (TWO, SILENT, NONE)] == ["debts+housing", None, "none"]
    assert [label(line, "danger") for line in (TWO, SILENT, NONE)] == [
        "no_danger", "danger", "no_danger",
    ]  # fmt: skip


def test_a_line_that_does_not_say_its_areas_teaches_none() -> None:
    blocks = yaml.safe_load(nlu([TWO, SILENT, NONE], "areas"))["nlu"]
    assert blocks == [
        {"intent": "debts+housing", "examples": "- no flat: debts\n"},
        {"intent": "none", "examples": "- stop # now\n"},
    ]


def test_only_areas_split_their_intents_and_policies_stay_out() -> None:
    plain = config(STOCK, "intents", None)
    assert plain == {"recipe": "default.v1", "pipeline": STOCK["pipeline"]}
    split = config(STOCK, "areas", 3)["pipeline"]
    assert split[0]["intent_split_symbol"] == "+" and split[0]["intent_tokenization_flag"]
    assert split[1]["epochs"] == 3
    assert STOCK["pipeline"][1]["epochs"] == 100


def test_a_combined_intent_is_its_areas_and_a_fallback_is_none() -> None:
    known = ["debts", "housing"]
    assert areas_in("debts+housing", known) == known
    assert areas_in("none", known) == areas_in("nlu_fallback", known) == areas_in(None, known) == []


def test_a_share_is_always_the_same_lines() -> None:
    lines = [{"text": str(number)} for number in range(100)]
    assert len(some(lines, 0.1)) == 10
    assert some(lines, 0.1) == some(lines, 0.1)
    for share in (0, -1, 1.01):
        with pytest.raises(ValueError, match="share"):
            some(lines, share)


def test_stock_answers_are_counted_like_ours() -> None:
    def line(topic, text, areas=(), crisis=None):
        areas = frozenset(areas)
        return Line("en", topic, text, "inform", areas, crisis, None, None, "2026-11-24")

    lines = [
        line("needs", "no flat", ["housing"]),
        line("crisis", "rope", crisis="suicide"),
        line("hard_negatives", "dying of boredom"),
    ]
    said = {
        "intents": ["inform", None, "stop"],
        "areas": ["debts+housing", "none", "none"],
        "danger": ["no_danger", "danger", "danger"],
    }
    rows = {row.name: row.value for row in rows_told(pairs_of(lines, said, ["debts", "housing"]))}
    assert rows["needs: micro-F1"] == pytest.approx(2 / 3)
    assert rows["crisis: recall"] == 1
    assert rows["crisis: alarms on hard negatives"] == 1
    assert rows["crisis: alarms on ordinary lines"] == 0
    assert not any(name.startswith(("dates", "crisis: kind")) for name in rows)
