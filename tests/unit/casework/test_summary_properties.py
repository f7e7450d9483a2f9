"""Whatever is said and pressed, in any order: nothing is invented and nothing leaves unticked."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.casework.need_area import AREA_IDS
from bot.casework.summary import EXTRA_PARTS, Review
from tests.unit.casework.conftest import Talk
from tests.unit.casework.test_intake_properties import presses, words
from tests.unit.casework.test_summary import ID_OR_DATE, shown, strings

# Words that no id looks like, so that what is the person's own can be told apart.
spoken = st.text("ÄÖåß šж!?", min_size=1, max_size=12).map(lambda text: f"Ä{text}")
steps = st.lists(st.one_of(presses, st.tuples(spoken, words)), min_size=5, max_size=60)
ticks = st.sets(st.sampled_from([*AREA_IDS, *EXTRA_PARTS]))
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def talked(interview, glossary, history):
    talk = Talk(interview, glossary)
    talk.press("agree")
    for number, step in enumerate(history):
        if isinstance(step, tuple):
            text, reading = step
            talk.write(f"{text} {number}", **reading)
        elif isinstance(step, int):
            offered = talk.says[-1].choices if talk.says else ()
            talk.press(offered[step % len(offered)] if offered else "continue")
        else:
            talk.press(step)
    return talk


def review_of(parts):
    return Review({part: {"social_worker": True} for part in parts})


@given(steps, ticks)
@FEW
def test_every_string_of_any_summary_is_the_persons_own_or_an_id(
    interview, glossary, history, parts
):
    talk = talked(interview, glossary, history)
    own = {item.text for item in talk.told if item.text}
    found = strings(shown(talk, review_of(parts)))
    assert [text for text in found if text not in own and not re.fullmatch(ID_OR_DATE, text)] == []


@given(steps, ticks)
@FEW
def test_words_about_an_area_that_is_not_ticked_never_leave(interview, glossary, history, parts):
    talk = talked(interview, glossary, history)
    leaving = set(strings(shown(talk, review_of(parts))))
    asked = {a for a, known in talk.state.areas.items() if known.status != "not_asked"}
    named = {a for a, known in talk.state.areas.items() if known.named}
    for item in talk.told:
        about = set(item.areas) & (asked | named)
        if item.role == "statement" and item.text and about and not about <= parts:
            assert item.text not in leaving
    needs = {need["area"] for need in talk.collect().needs}
    for item in talk.told:
        # Also an answer that has a tick of its own: what it tells of a need beside needs both.
        if item.text and set(item.areas) & needs - parts:
            assert item.text not in leaving


@given(steps)
@FEW
def test_with_every_tick_no_word_about_a_need_is_lost(interview, glossary, history):
    talk = talked(interview, glossary, history)
    review = review_of([*AREA_IDS, *EXTRA_PARTS])
    content = talk.collect(review)
    leaving = set(strings(shown(talk, review)))
    needs = {need["area"] for need in content.needs}
    since = talk.state.since
    for item in talk.told:
        if item.role == "statement" and item.text and set(item.areas) & needs and since is None:
            assert item.text in leaving
