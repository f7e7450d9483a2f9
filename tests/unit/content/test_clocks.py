"""The counties' time goals: what the file says, and what is refused in it."""

import datetime as dt

import pytest

from bot.casework.clocks import Targets
from bot.content.clocks import load_clocks
from bot.content.counties import load_counties
from bot.content.problems import ContentError
from bot.settings import ROOT


def loaded(tmp_path, text):
    path = tmp_path / "clocks.yml"
    path.write_text(text, encoding="utf-8")
    return load_clocks(path, ["kainuu", "helsinki"])


def test_every_county_has_goals():
    counties = load_counties(ROOT / "data/counties.yml").names
    goals = load_clocks(ROOT / "data/clocks.yml", counties)
    assert set(goals) == set(counties)
    assert goals["kainuu"].urgent == 0


def test_a_county_names_only_what_differs(tmp_path):
    goals = loaded(
        tmp_path,
        'default: {contact: 5, day_ends: "15:30"}\ncounties: {helsinki: {contact: 2}}\n',
    )
    assert goals["kainuu"] == Targets(contact=5, day_ends=dt.time(15, 30))
    assert goals["helsinki"].contact == 2
    assert goals["helsinki"].day_ends == dt.time(15, 30)


@pytest.mark.parametrize(
    "text",
    [
        "counties: {atlantis: {contact: 2}}",
        "default: {contacts: 2}",
        "default: {contact: -1}",
        "default: {contact: soon}",
        'default: {day_ends: "late"}',
        "default: {contact: true}",
        "default: [contact]",
        "counties: [helsinki]",
        "counties: {helsinki: 2}",
    ],
)
def test_what_is_wrong_is_named(tmp_path, text):
    with pytest.raises(ContentError):
        loaded(tmp_path, text)
