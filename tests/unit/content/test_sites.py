import pytest

from bot.content.problems import ContentError
from bot.content.sites import PermittedSites, addresses_in, check_sites, load_sites
from bot.content.texts import Texts
from bot.settings import Settings
from bot.web.permitted_sites import as_pac, as_plain, as_squid, sites

ORIGIN = "https://reitti.example"


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("Soita 09 2525 0111. Klo 9.00–15.00, 24.11.", []),
        ("Lue lisää: https://www.kela.fi/toimeentulotuki.", ["www.kela.fi"]),
        ("Katso mieli.fi tai www.thl.fi", ["mieli.fi", "www.thl.fi"]),
        ("Kirjoita apu@krits.fi", ["apu@krits.fi"]),
        ("Se on ok.Sitten", []),
    ],
)
def test_addresses_are_found_in_a_text(text, hosts):
    assert list(addresses_in(text)) == hosts


def test_a_text_may_lead_only_where_the_list_says():
    texts = Texts({"fi": {"a": "Katso mieli.fi", "b": "Katso kela.fi", "c": "Soita 112"}})
    problems = check_sites(texts, PermittedSites(frozenset({"kela.fi"}), {}))
    assert problems == ["fi: a leads to mieli.fi, which is not in permitted_sites.yml"]


def test_a_host_that_is_none_is_refused(tmp_path):
    path = tmp_path / "sites.yml"
    path.write_text("texts: ['https://kela.fi']\n")
    with pytest.raises(ContentError, match="no host name"):
        load_sites(path)


def test_a_prison_may_have_its_own_video_host_or_none():
    permitted = PermittedSites(frozenset(), {"kuopio": "video.example", "sukeva": ""})
    assert permitted.video_of("kuopio", "meet.example") == "video.example"
    assert permitted.video_of("sukeva", "meet.example") is None
    assert permitted.video_of("pelso", "meet.example") == "meet.example"


def test_the_list_holds_the_pages_of_the_cell_and_of_nobody_else():
    plain = as_plain(sites(ORIGIN, "meet.example"))
    assert f"{ORIGIN}:443 ^/chat(\\?.*)?$" in plain
    assert plain.splitlines()[-1] == "https://meet.example:443"
    assert not any(part in plain for part in ("/desk", "/prison", "/staff", "/api", "/health"))


def test_both_formats_name_the_same_hosts():
    found = sites("http://10.0.0.5:8080", None, ["kela.fi"])
    for text in (as_squid(found), as_pac(found, "proxy:3128")):
        assert "10.0.0.5" in text and "8080" in text and "kela.fi" in text


@pytest.mark.parametrize("origin", ["reitti.example", "ftp://reitti.example", f"{ORIGIN}/path"])
def test_what_is_no_origin_is_refused(origin):
    with pytest.raises(ValueError, match=origin):
        sites(origin, None)


def test_our_own_list_loads():
    load_sites(Settings.from_environment({}).data_dir / "permitted_sites.yml")
