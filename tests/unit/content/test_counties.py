import pytest

from bot.content import ContentError
from bot.content.counties import load_counties
from bot.settings import ROOT

FILE = ROOT / "data" / "counties.yml"


@pytest.fixture(scope="module")
def counties():
    return load_counties(FILE)


def test_there_are_21_counties_and_helsinki(counties):
    assert len(counties.names) == 22
    assert "helsinki" in counties.names


@pytest.mark.parametrize(
    ("words", "county"),
    [
        ("Lappeenrantaan", "etela-karjala"),
        ("haluun kuopioon", "pohjois-savo"),
        ("turussa", "varsinais-suomi"),
        ("Helsingissä", "helsinki"),
        ("Tampereelle varmaan", "pirkanmaa"),
        ("i Borgå", "ita-uusimaa"),
        ("Seinäjoelle", "etela-pohjanmaa"),
        ("Vantaalla asun", "vantaa-kerava"),
    ],
)
def test_a_municipality_is_found_as_people_write_it(counties, words, county):
    found = counties.municipality_in(words)
    assert found is not None
    assert found[1] == county


@pytest.mark.parametrize("words", ["en tiedä", "jonnekin", "", "äidin luo", "same place as before"])
def test_no_municipality_is_invented(counties, words):
    assert counties.municipality_in(words) is None


def test_a_file_with_a_county_twice_is_refused(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    (tmp_path / "counties.yml").write_text(text.replace("id: kainuu", "id: lappi"))
    with pytest.raises(ContentError, match="stands twice"):
        load_counties(tmp_path / "counties.yml")
