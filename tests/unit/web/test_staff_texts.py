"""Every sentence that the staff's pages ask for exists, in every language."""

import re
from pathlib import Path

import pytest

from bot.casework.actor import Role
from bot.casework.meeting import MEETING_MOVES, MeetingState, RejectCode
from bot.casework.people import Alert
from bot.casework.referral import REFERRAL_MOVES, Outcome, ReasonCode, ReferralState, ReferralVerb
from bot.casework.urgency import RELEASE_NEAR
from bot.content import load_interview, load_texts
from bot.settings import ROOT
from bot.web.prison.views_alerts import KINDS
from bot.web.prison.views_requests import ACTS as PRISON_ACTS
from bot.web.socialwork.views_referral import ACTS as DESK_ACTS

LANGUAGES = ["en", "fi", "sv"]
FACES = [ROOT / "bot/web/socialwork/templates", ROOT / "bot/web/prison/templates"]
# t("key") and say("key"), also in one arm of a condition; keys that are put together are below.
ASKED = re.compile(r"""\b(?:t|say)\(\s*"([a-z_][a-z0-9_.-]*[a-z0-9])"(?!\s*~)""")


@pytest.fixture(scope="module")
def texts():
    return load_texts(ROOT / "data/texts")


def in_templates():
    found = set()
    for folder in FACES:
        for path in sorted(Path(folder).rglob("*.html")):
            found |= set(ASKED.findall(path.read_text(encoding="utf-8")))
    return found


def put_together(texts):
    interview = load_interview(ROOT / "data/interview")
    numbers = {number for area in interview.areas for number in area.section_11}
    return {
        *(f"desk.state.{state}" for state in ReferralState),
        *(f"desk.event.{verb}" for verb in ReferralVerb),
        *(f"desk.outcome.{code}" for code in Outcome),
        *(f"reason_code.{code}" for code in ReasonCode),
        *(f"desk.done.{verb}" for verb in (*DESK_ACTS, "offer", "cancel")),
        *(f"staff.meeting.{state}" for state in MeetingState),
        *(f"staff.reject.{code}" for code in RejectCode),
        *(f"prison.done.{verb}" for verb in (*PRISON_ACTS, "acknowledge", "revoke", "once")),
        *(f"prison.verb.{verb}" for verb in PRISON_ACTS),
        *(f"alert.kind.{kind}" for kind in KINDS),
        *(f"alert.do.{kind}" for kind in KINDS),
        *(f"staff.lang.{lang}" for lang in texts.languages),
        *(f"section_11.{number}" for number in numbers),
        *(f"staff.pattern.{name}" for name in ("day", "short_day", "typed", "weekday", "hour")),
        *(f"desk.{part}.title" for part in ("access", "strengths", "network")),
        f"reason.{RELEASE_NEAR}",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_that_a_page_names_exists(texts, lang):
    wanted = in_templates()
    assert len(wanted) > 150
    assert sorted(key for key in wanted if not texts.has(lang, key)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_verb_and_code_has_its_words(texts, lang):
    wanted = put_together(texts)
    assert sorted(key for key in wanted if not texts.has(lang, key)) == []


def test_each_verb_of_the_tables_has_a_button_somewhere():
    worker = {verb.value for _, verb, role in REFERRAL_MOVES.table if role is Role.SOCIAL_WORKER}
    assert worker == set(DESK_ACTS)
    prison = {verb.value for _, verb, role in MEETING_MOVES.table if role is Role.PRISON_STAFF}
    assert prison == set(PRISON_ACTS)


def test_no_sentence_of_the_staffs_pages_stands_unused(texts):
    """A key that no page names is work for three translators and nobody's reading."""
    sources = [
        *(path.read_text(encoding="utf-8") for face in FACES for path in face.rglob("*.html")),
        *(p.read_text(encoding="utf-8") for p in (ROOT / "bot/web").rglob("*.py")),
    ]
    everything = "\n".join(sources)
    families = put_together(texts) | in_templates()
    unused = [
        key
        for key in texts.by_language["fi"]
        if key.startswith(("desk.", "staff.", "prison.", "slip."))
        and key not in families
        and key not in everything
        and not _stem_is_named(key, everything)
        and not texts.has("fi", f"ask.{key.removeprefix('desk.')}")
    ]
    assert unused == []


def _stem_is_named(key, everything):
    """Keys that a template puts together: t("desk.empty." ~ name ~ ".title")."""
    parts = key.split(".")
    stems = (".".join(parts[:n]) + "." for n in range(2, len(parts)))
    return any(f'"{stem}"' in everything for stem in stems) or _underscored(key, everything)


def _underscored(key, everything):
    return f'"{key.rsplit("_", 1)[0]}_" ~' in everything


def test_an_alert_has_no_field_for_words():
    assert not {"text", "words", "message"} & set(Alert.__dataclass_fields__)
