"""Every refusal has its sentence in every language."""

import ast
from pathlib import Path

import pytest

import bot
from bot.bootstrap import load_content
from bot.settings import Settings
from bot.web.errors import _TITLES

ROOT = Path(bot.__file__).parent
REFUSALS = "Refused NotFound SignInFailed Forbidden WrongState BadInput TooMany NoJson NotSignedIn"
CLASHES = {"clash_person", "clash_worker", "clash_place"}


def keys_raised():
    """The first argument of every refusal in the code, with where it stands."""
    found = {}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            key = node.args[0]
            if name in REFUSALS.split() and isinstance(key, ast.Constant):
                found.setdefault(key.value, path.name)
    return found


@pytest.fixture(scope="module")
def texts():
    return load_content(Settings.from_environment({})).texts


def test_the_code_is_searched():
    assert {"question_changed", "body_unclear", "csrf", "clash_place"} <= set(keys_raised())


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_every_refusal_is_said_in_words(texts, lang):
    keys = set(keys_raised()) | set(_TITLES.values()) | CLASHES
    assert [key for key in sorted(keys) if not texts.has(lang, f"error.{key}")] == []


def test_the_sentence_of_a_status_needs_nothing_to_fill_in(texts):
    for key in set(_TITLES.values()):
        assert texts.say("en", f"error.{key}")
