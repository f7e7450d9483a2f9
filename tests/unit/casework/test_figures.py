"""Figures that tell of nobody: what is hidden, and that it can't be worked out again."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.figures import Quarter, Share, hidden, percentile, share, within

CELLS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40))


def test_a_cell_under_five_is_hidden_and_nobody_is_not():
    assert hidden({"a": 4, "b": 9, "c": 0, "d": 12}) == {"a": None, "b": None, "c": 0, "d": 12}


def test_two_small_cells_that_are_few_together_take_a_third_with_them():
    assert hidden({"a": 1, "b": 2, "c": 30, "d": 8}) == {"a": None, "b": None, "c": 30, "d": None}


@given(CELLS)
def test_what_is_left_of_the_total_is_never_a_small_number(cells):
    shown = hidden(cells)
    left = sum(cells.values()) - sum(count for count in shown.values() if count is not None)
    missing = [name for name, count in shown.items() if count is None]
    assert all(count is None or count == 0 or count >= 5 for count in shown.values())
    # Only where everything that is there is small may it be little; then the total is small too.
    assert not missing or (len(missing) > 1 and left >= 5) or left == sum(cells.values())


def test_with_a_hidden_total_no_cell_tells_it():
    assert within(None, {"a": 3, "b": 0}) == {"a": None, "b": 0}


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (2, 4, Share(None, "hidden")),
        (10, 20, Share(50)),
        (20, 20, Share(100)),
        (0, 20, Share(0)),
        (98, 100, Share(96, "at_least")),
        (3, 100, Share(4, "at_most")),
    ],
)
def test_a_share_does_not_tell_of_the_few_on_the_other_side(part, whole, told):
    assert share(part, whole) == told


def test_percentiles_need_enough_cases():
    assert percentile([1, 2, 3, 4], 0.5) is None
    assert percentile([5, 1, 3, 2, 4], 0.5) == 3
    assert percentile([1, 2, 3, 4, 5], 0.9) is None
    assert percentile(list(range(1, 11)), 0.9) == 9


def test_quarters_follow_each_other_without_overlap():
    quarter = Quarter.of(dt.date(2026, 11, 24))
    assert (str(quarter), quarter.first, quarter.after) == (
        "2026-4", dt.date(2026, 10, 1), dt.date(2027, 1, 1),
    )  # fmt: skip
    assert quarter.back(1).after == quarter.first
    assert str(quarter.back(4)) == "2025-4"
