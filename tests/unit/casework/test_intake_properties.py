"""Any words and any buttons in any order: nothing breaks, something is always asked."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.casework.intake_state import IntakeState
from bot.casework.need_area import AREA_IDS, COMMON_CHOICES, SIGNALS
from bot.casework.reading import INTENTS
from tests.unit.casework.conftest import Talk

presses = st.one_of(
    st.sampled_from([*COMMON_CHOICES, *AREA_IDS, "fi", "nothing_like_it"]),
    st.integers(0, 12),
)
words = st.fixed_dictionaries(
    {
        "intent": st.sampled_from(INTENTS),
        "confidence": st.floats(0, 1),
        "areas": st.lists(st.sampled_from(AREA_IDS), max_size=3, unique=True).map(tuple),
        "signals": st.lists(st.sampled_from(SIGNALS), max_size=2, unique=True).map(tuple),
        "answer": st.sampled_from(["yes", "no", "fine", "other"]),
    }
)
steps = st.lists(st.one_of(presses, words), min_size=30, max_size=90)


def take(talk, step):
    if isinstance(step, dict):
        return talk.write("sanat", **step)
    if isinstance(step, int):
        offered = talk.says[-1].choices if talk.says else ("agree",)
        step = offered[step % len(offered)] if offered else "continue"
    return talk.press(step)


@given(st.booleans(), steps)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_something_is_always_asked_and_has_words(interview, glossary, agreed, history):
    talk = Talk(interview, glossary)
    if agreed:
        talk.press("agree")
    for step in history:
        heard = take(talk, step)
        if "erase" in heard.effects:
            return
        last = heard.says[-1]
        assert last.question == talk.state.asked
        assert all(glossary.has("fi", say.key) for say in heard.says), heard.says
        assert all(glossary.choice("fi", last.question, choice) for choice in last.choices)
    content = talk.collect()
    placed = [need["area"] for need in content.needs]
    placed += content.no_need + content.declined + content.dont_know + content.not_asked
    assert sorted(placed) == sorted(AREA_IDS)
    written = json.loads(json.dumps(talk.state.to_json()))
    assert IntakeState.from_json(written) == talk.state
