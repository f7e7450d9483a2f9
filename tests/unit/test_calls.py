"""A link is good for one room, one time and one role, at a host that the prison lets through."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from bot.calls import ROLES, CallLinks
from bot.content.sites import PermittedSites

KEY = "k" * 32
START = dt.datetime.now(dt.UTC).replace(microsecond=0)  # noqa: TID251 - the library asks the real clock
END = START + dt.timedelta(minutes=45)
SITES = PermittedSites(frozenset(), {"turku": "", "vaasa": "video.vaasa.example"})


def calls(**more):
    return CallLinks("meet.example", SITES, "reitti", KEY, **more)


def link(calls_, prison="kuopio", county="kainuu", *, leads=False):
    return calls_.link(prison, county, "room1", leads=leads, start=START, end=END)


@pytest.mark.parametrize("leads", [True, False])
def test_the_token_opens_one_room_in_one_time_in_one_role(leads):
    parts = urlsplit(link(calls(), leads=leads))
    token = parse_qs(parts.query)["jwt"][0]
    claims = jwt.decode(token, KEY, algorithms=["HS256"], audience="jitsi")
    assert (parts.hostname, parts.path) == ("meet.example", "/room1")
    assert claims == {
        "aud": "jitsi",
        "iss": "reitti",
        "sub": "meet.example",
        "room": "room1",
        "nbf": int(START.timestamp()),
        "exp": int(END.timestamp()),
        "context": {"user": ROLES[leads]},
    }


def test_a_token_of_another_key_is_none():
    token = parse_qs(urlsplit(link(calls())).query)["jwt"][0]
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, "x" * 32, algorithms=["HS256"], audience="jitsi")


def test_where_the_prison_lets_no_video_through_there_is_no_link():
    assert link(calls(), prison="turku") is None and not calls().has_video("turku", "kainuu")
    assert link(calls(), prison="vaasa") is None


def test_a_county_may_have_another_provider_where_the_prison_permits_it():
    other = calls(templates={"kainuu": "https://video.vaasa.example/r/{room}"})
    assert link(other, prison="vaasa") == "https://video.vaasa.example/r/room1"
    assert link(other, prison="kuopio") is None


def test_the_key_is_in_no_text_of_the_object():
    assert KEY not in repr(calls())
