"""What the person in the cell reads keeps to the rules of plain language (domain.md section 7)."""

import pytest

from bot.content import load_texts
from bot.content.plain import check_plain, load_rules
from bot.settings import ROOT

FOLDER = ROOT / "data" / "texts"


@pytest.fixture(scope="module")
def rules():
    return load_rules(ROOT / "data" / "plain_language.yml")


@pytest.fixture
def found_in(tmp_path, rules):
    """The problems of one sentence in one language."""

    def check(lang, text, key="chat.anything", **more):
        folder = tmp_path / lang
        folder.mkdir()
        rows = {key: text, **more}
        lines = "".join(f'"{k}": "{v}"\n' for k, v in rows.items())
        (folder / "cell.yml").write_text(lines, encoding="utf-8")
        return check_plain(load_texts(tmp_path), tmp_path, rules)[0]

    return check


def test_no_text_of_the_person_passes_a_limit(rules):
    problems, figures = check_plain(load_texts(FOLDER), FOLDER, rules)
    assert problems == []
    assert {lang: found.texts > 500 for lang, found in figures.items()} == dict.fromkeys(
        ("en", "fi", "sv"), True
    )


@pytest.mark.parametrize(
    ("lang", "text", "why"),
    [
        ("fi", "Yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen yksi kaksi kolme.", "13 words"),
        ("fi", "Haluatko sinä nyt heti kertoa minulle kaiken omasta asunnostasi?", "9 words"),
        ("fi", "Kun tulet, niin kerro, mitä tarvitset.", "2 commas"),
        ("fi", "Tule. Istu. Kerro. Odota. Lähde.", "5 sentences"),
        ("fi", "Täytä toimeentulotukihakemuslomake.", "toimeentulotukihakemuslomake"),
        ("fi", "Kerro, mikäli haluat.", "jos"),
        ("sv", "Svara ifall du vill.", "om"),
        ("en", "Write to us prior to your release.", "before"),
    ],
)  # fmt: skip
def test_hard_language_is_named(found_in, lang, text, why):
    problems = found_in(lang, text)
    assert len(problems) == 1
    assert why in problems[0]


def test_a_word_that_the_glossary_explains_or_that_is_parted_may_be_long(found_in):
    terms = {"term.x.words": "toimeentulotukihakemus"}
    assert found_in("fi", "Täytä toimeentulotukihakemus.", **terms) == []


def test_a_parted_word_may_be_long(found_in):
    assert found_in("fi", "Täytä toimeen\u00adtulo\u00adtuki\u00adhakemus.") == []


def test_a_list_of_everyday_things_may_have_commas(found_in):
    assert found_in("fi", "Ruoka, vaatteet, matka ja tavarat.", key="hint.daily_life.start") == []
