"""How a leader's figures sort the meetings of a quarter."""

from bot.casework.ports.figures import MeetingCount
from bot.casework.services.leader import meeting_figures

REASONS = {"no_staff": 0, "no_place": 0, "security": 0, "person_elsewhere": 0, "other": 0}


def row(state, number, reason=None, permitted=False, asked=True):
    return MeetingCount(state, reason, permitted, asked, number)


def test_what_was_never_asked_of_the_prison_is_not_counted():
    rows = [row("draft", 9, asked=False), row("offered", 9, asked=False), row("held", 7)]
    assert meeting_figures(rows)["asked"] == 7


def test_permitted_counts_what_was_held_and_what_was_not():
    rows = [row("held", 8, permitted=True), row("no_show", 6, permitted=True), row("requested", 5)]
    found = meeting_figures(rows)
    assert (found["asked"], found["permitted"], found["held"]) == (19, 14, 8)
    assert (found["refused"], found["waiting"]) == (0, 5)


def test_refusals_stand_by_their_reason():
    rows = [row("rejected", 6, "no_staff"), row("rejected", 7, "no_place"), row("held", 9)]
    found = meeting_figures(rows)
    assert found["refused"] == 13
    assert found["reasons"] == {**REASONS, "no_staff": 6, "no_place": 7}


def test_reasons_do_not_tell_a_number_of_refusals_that_is_hidden():
    rows = [row("rejected", 3, "security"), row("held", 9), row("requested", 20)]
    found = meeting_figures(rows)
    assert found["refused"] is None
    assert found["permitted"] is None
    assert found["reasons"] == {**REASONS, "security": None}
