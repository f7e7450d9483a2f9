"""The phones and the call button of a crisis; a prison may have its own."""

import pytest
import yaml

from bot.content import ContentError
from bot.content.phones import load_phones
from bot.settings import ROOT

OWN = {
    "call_button": {"fi": "punaista nappia", "sv": "den röda knappen", "en": "the red button"},
    "phones": ["mieli", "emergency"],
}


@pytest.fixture
def with_prisons(tmp_path):
    def load(**prisons):
        data = yaml.safe_load((ROOT / "data" / "crisis_phones.yml").read_text(encoding="utf-8"))
        path = tmp_path / "crisis_phones.yml"
        path.write_text(yaml.safe_dump({**data, "prisons": prisons}), encoding="utf-8")
        return load_phones(path)

    return load


def test_a_prison_has_its_own_button_and_its_own_phones_in_its_own_order(with_prisons):
    phones = with_prisons(sukeva=OWN)
    assert phones.call_button("sukeva", "sv") == "den röda knappen"
    assert [phone.id for phone in phones.of("suicide", "fi", "sukeva")] == ["mieli", "emergency"]


def test_other_prisons_keep_what_all_have(with_prisons):
    phones = with_prisons(sukeva=OWN)
    assert phones.call_button("kuopio", "fi") is None
    assert phones.call_button(None, "fi") is None
    assert [phone.id for phone in phones.of("suicide", "fi", "kuopio")] == ["emergency", "mieli"]


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ({"call_button": {"fi": "nappia"}}, "every language"),
        ({"phones": ["nobody"]}, "names no phone: nobody"),
    ],
)
def test_half_a_prison_is_refused(with_prisons, own, why):
    with pytest.raises(ContentError, match=why):
        with_prisons(sukeva=own)
