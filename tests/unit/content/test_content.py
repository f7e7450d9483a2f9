import pytest
import yaml

from bot.content import ContentError, load_interview, load_texts
from bot.content.texts import check_texts
from bot.settings import ROOT


@pytest.fixture(scope="module")
def interview():
    return load_interview(ROOT / "data" / "interview")


@pytest.fixture(scope="module")
def texts():
    return load_texts(ROOT / "data" / "texts")


def test_every_question_has_its_words_in_every_language(texts, interview):
    assert check_texts(texts, interview) == []


def test_a_missing_sentence_is_named(texts, interview):
    held = texts.by_language["sv"].pop("ask.housing.start")
    try:
        assert "sv: ask.housing.start is missing" in check_texts(texts, interview)
    finally:
        texts.by_language["sv"]["ask.housing.start"] = held


def test_a_rule_about_an_unknown_question_is_refused(tmp_path):
    for path in (ROOT / "data" / "interview").glob("*.yml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    area = yaml.safe_load((tmp_path / "debts.yml").read_text(encoding="utf-8"))
    area["questions"][1]["only_if"] = {"question": "debts.nothing", "choice": "x"}
    (tmp_path / "debts.yml").write_text(yaml.safe_dump(area), encoding="utf-8")
    with pytest.raises(ContentError, match=r"unknown question debts\.nothing"):
        load_interview(tmp_path)


def test_no_text_promises_secrecy(texts):
    banned = ("luottamuksellis", "salassa", "konfidentiell", "sekretess", "confidential")
    for lang, sentences in texts.by_language.items():
        for key, sentence in sentences.items():
            assert not any(word in sentence.casefold() for word in banned), (lang, key)
