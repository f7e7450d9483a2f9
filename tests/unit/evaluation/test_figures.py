"""The arithmetic of `make evaluate`, on lines made for it."""

import math
from itertools import count

import pytest

from scripts.evaluate.calibration import area_chances, calibration_error, calibrations
from scripts.evaluate.cost import long_texts, of_words, percentile
from scripts.evaluate.lines import Line
from scripts.evaluate.misses import as_text, worst_misses


def line(text, *, lang="en", topic="needs", areas=(), crisis=None, intent="inform"):
    return Line(lang, topic, text, intent, frozenset(areas), crisis, None, None, "2026-11-24")


def of_part(part, start, **labels):
    """A line that falls into the part, whatever its text must be for that."""
    found = (line(f"{start} {number}", **labels) for number in count())
    return next(made for made in found if made.part == part)


def read(*areas, crisis=None, **more):
    return {"intent": "inform", "areas": list(areas), "crisis": crisis, **more}


def test_chances_that_come_true_as_often_as_they_say_have_no_error() -> None:
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == pytest.approx(0)


def test_each_bin_weighs_as_much_as_it_holds_chances() -> None:
    # 3 of 4 chances say 0.95 and come true (0.05 away), one says 0.4 and does not.
    chances = [(0.95, True)] * 3 + [(0.4, False)]
    assert calibration_error(chances) == pytest.approx((3 * 0.05 + 0.4) / 4)


def test_faults_of_one_bin_do_not_make_up_for_those_of_another() -> None:
    assert calibration_error([(0.35, True), (0.65, False)]) == pytest.approx(0.65)


def test_certainty_belongs_to_the_last_bin_and_nothing_has_no_error() -> None:
    assert calibration_error([(1.0, True), (0.95, True)]) == pytest.approx(0.025)
    assert math.isnan(calibration_error([]))


def test_every_area_of_every_line_of_needs_is_a_chance() -> None:
    scores = {"housing": 0.9, "debts": 0.2}
    pairs = [
        (line("kämppä", areas=["housing"]), read(area_scores=scores)),
        (line("die", topic="crisis", areas=["housing"]), read(area_scores=scores)),
    ]
    assert list(area_chances(pairs)) == [(0.9, True), (0.2, False)]


def test_the_areas_that_were_said_and_the_intents_stand_by_themselves() -> None:
    needs = read(area_scores={"housing": 0.9, "debts": 0.2}, intent_confidence=0.1)
    stop = {**read(area_scores={"housing": 0.9}, intent_confidence=0.8), "intent": "stop"}
    pairs = [
        (line("a flat", areas=["housing"]), needs),
        (line("stop", topic="intents", intent="stop"), stop),
    ]
    rows = [(row.error, row.chances) for row in calibrations(pairs)]
    assert rows == [(pytest.approx(0.15), 2), (pytest.approx(0.1), 1), (pytest.approx(0.2), 1)]


def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.95) == 95
    assert percentile([7.0], 0.95) == 7
    assert percentile([1.0, 2.0, 3.0], 0.5) == 2
    assert math.isnan(percentile([], 0.5))


def test_timed_messages_have_exactly_the_words_asked_for_and_none_comes_twice() -> None:
    lines = [line(f"w{number} " * (number % 7 + 1)) for number in range(80)]
    lines += [line("ord " * 8, lang="sv"), line("två ord", lang="sv")]
    chosen = of_words(lines, 8)
    assert len(chosen) > 20
    assert {len(made.text.split()) for made in chosen} == {8}
    assert len({made.text for made in chosen}) == len(chosen)
    assert sum(made.lang == "sv" for made in chosen) == 1


def test_long_texts_are_of_one_length_differ_and_hold_no_danger() -> None:
    lines = [line(f"rent {number}") for number in range(9)]
    lines += [line("rope", crisis="suicide"), line("dying of boredom", topic="hard_negatives")]
    texts = [made.text for made in long_texts(lines, length=500, count=4)]
    assert [len(text) for text in texts] == [500] * 4
    assert len(set(texts)) == 4
    assert not any("rope" in text or "boredom" in text for text in texts)
    assert long_texts([line("rope", crisis="suicide")]) == []


def test_missed_danger_is_the_worst_and_then_the_number_of_wrong_areas() -> None:
    danger = of_part("look", "danger", topic="crisis", crisis="suicide")
    three = of_part("look", "three", areas=["housing", "debts", "money"])
    missed = of_part("look", "missed", areas=["housing", "debts"])
    added = of_part("look", "added")
    right = of_part("look", "right", areas=["family"])
    pairs = [
        (right, read("family")),
        (added, read("housing", "debts")),
        (missed, read()),
        (three, read()),
        (danger, read()),
    ]
    assert [pair[0] for pair in worst_misses(pairs)] == [danger, three, missed, added]
    assert [pair[0] for pair in worst_misses(pairs, count=1)] == [danger]


def test_a_line_of_the_final_part_is_never_among_the_misses() -> None:
    final = of_part("final", "danger", topic="crisis", crisis="suicide")
    assert worst_misses([(final, read())]) == []


def test_areas_are_no_miss_where_they_are_told_for_information_only() -> None:
    found = of_part("look", "danger", topic="crisis", areas=["social"], crisis="suicide")
    assert worst_misses([(found, read(crisis="suicide"))]) == []


def test_a_miss_says_what_was_expected_and_what_was_read() -> None:
    text = as_text((line("rent", areas=["money", "housing"]), read("debts", crisis="suicide")))
    assert "expected areas housing, money; danger none" in text
    assert "read     areas debts; danger suicide" in text
