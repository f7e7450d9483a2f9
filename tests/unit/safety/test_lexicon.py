"""Every line that the lexicon is meant to catch is caught, every idiom passes."""

import pytest
import yaml

from bot.safety.danger import find_danger
from bot.settings import ROOT

FILES = sorted(p for p in (ROOT / "data" / "safety").glob("*/*.yml") if p.name != "words.yml")


def lines(key, node):
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield from value
            else:
                yield from lines(key, value)
    elif isinstance(node, list):
        for value in node:
            yield from lines(key, value)


def no_umlauts(text):
    return text.translate(str.maketrans("äöåÄÖÅ", "aoaAOA"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_line_of_the_lexicon_is_caught_also_without_umlauts(path):
    texts = list(lines("catches", yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert texts
    for change in (str, str.upper, no_umlauts, "\u200b".join):
        assert [text for text in texts if find_danger(change(text)) is None] == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_idiom_of_the_lexicon_passes(path):
    texts = list(lines("lets_pass", yaml.safe_load(path.read_text(encoding="utf-8"))))
    for change in (str, str.upper):
        alarms = [(text, find_danger(change(text))) for text in texts]
        assert [pair for pair in alarms if pair[1] is not None] == []
