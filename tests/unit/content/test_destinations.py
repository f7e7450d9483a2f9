"""Where counties want things sent, and their directories: what is wrong is told at the start."""

import json

import pytest

from bot.content import ContentError
from bot.content.directory import load_directory
from bot.content.handover import load_handover

COUNTIES, SECRET = ("kainuu", "lappi"), "s" * 32


def handover(tmp_path, text, secrets=None, **how):
    path = tmp_path / "handover.yml"
    path.write_text(f"version: 1\ncounties:\n{text}\n", "utf-8")
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(secrets or {}), "utf-8")
    return load_handover(path, keys, COUNTIES, **how)


def test_a_county_with_an_address_and_a_secret_is_on_and_the_others_are_off(tmp_path):
    text = "  kainuu:\n    webhook: https://system.example/reitti"
    found = handover(tmp_path, text, {"kainuu": SECRET})
    assert found["kainuu"].url == "https://system.example/reitti"
    assert found["kainuu"].secret == SECRET
    assert "lappi" not in found


@pytest.mark.parametrize(
    ("text", "secrets", "said"),
    [
        ("  mars:\n    lang: fi", {}, "no county"),
        ("  kainuu:\n    webhook: http://system.example/x", {"kainuu": SECRET}, "https address"),
        ("  kainuu:\n    webhook: https://u:p@system.example/x", {"kainuu": SECRET}, "https"),
        ("  kainuu:\n    webhook: https://system.example/x", {"kainuu": "short"}, "32 characters"),
        ("  kainuu:\n    webhook: https://system.example/x", {}, "32 characters"),
        ("  kainuu:\n    notices: [nobody]", {}, "e-mail addresses"),
        ("  kainuu:\n    lang: de", {}, "fi, sv or en"),
        ("  kainuu:\n    hook: x", {}, "nothing to set"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_starts(tmp_path, text, secrets, said):
    with pytest.raises(ContentError) as error:
        handover(tmp_path, text, secrets, can_mail=True)
    assert said in str(error.value.problems)
    assert "short" not in str(error.value.problems)


def test_notices_need_a_mail_server(tmp_path):
    text = "  kainuu:\n    notices: [team@county.example]"
    with pytest.raises(ContentError):
        handover(tmp_path, text)
    assert handover(tmp_path, text, can_mail=True)["kainuu"].addresses == ("team@county.example",)


@pytest.mark.parametrize(
    "row",
    [
        "{id: Ä, name: X, areas: [housing]}",
        "{id: xx, name: {fi: X}, areas: [housing]}",
        "{id: xx, name: X, areas: [fame]}",
        "{id: xx, name: X}",
    ],
)
def test_an_actor_needs_an_id_a_name_and_an_area(tmp_path, row):
    path = tmp_path / "directory.yml"
    path.write_text(f"counties:\n  kainuu:\n  - {row}\n", "utf-8")
    with pytest.raises(ContentError):
        load_directory(path, COUNTIES, ["housing"])
