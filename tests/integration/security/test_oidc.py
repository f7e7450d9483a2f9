"""Staff sign in through a provider: a real one on loopback, and answers that must not count."""

import dataclasses
import warnings
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from bot.casework.actor import Role
from bot.web import oidc
from bot.web.keys import SETTINGS
from tests.integration.staff_browser import StaffBrowser

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import oidc_provider_mock

SUBJECT = "siiri@county.example"


@pytest.fixture
def issuer():
    user = oidc_provider_mock.User(sub=SUBJECT)
    with oidc_provider_mock.run_server_in_thread(user_claims=[user]) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def switched_on(service, issuer, monkeypatch):
    settings = dataclasses.replace(
        service.server.app[SETTINGS],
        oidc_issuer=issuer,
        oidc_client_secret="between us",
        public_url=str(service.server.make_url("/")),
    )
    monkeypatch.setitem(service.server.app._state, SETTINGS, settings)
    return issuer


async def at_the_provider(address, subject=SUBJECT):
    """What somebody does there: gives their name; the address that leads back."""
    async with aiohttp.ClientSession() as http:
        form = {"sub": subject}
        async with http.post(address, data=form, allow_redirects=False) as answer:
            assert answer.status in (302, 303), await answer.text()
            return answer.headers["Location"]


async def begin(browser):
    await browser.open("/staff")
    assert 'href="/staff/oidc"' in browser.page.html
    page = await browser.open("/staff/oidc", allow_redirects=False)
    assert page.status == 303
    return page.headers["Location"]


async def test_the_whole_way_there_and_back(switched_on, new_client, staff_user):
    await staff_user(Role.SOCIAL_WORKER, username=SUBJECT)
    browser = StaffBrowser(new_client())
    address = await begin(browser)
    asked = parse_qs(urlsplit(address).query)
    assert asked["response_type"] == ["code"] and asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) > 30 and len(asked["state"][0]) > 30
    back = urlsplit(await at_the_provider(address))
    page = await browser.open(f"{back.path}?{back.query}")
    assert page.status == 200 and "url=/staff" in page.html
    assert (await browser.open("/staff")).path == "/desk"
    # The same answer a second time fits nothing.
    again = await browser.open(f"{back.path}?{back.query}")
    assert again.status == 502


async def test_who_has_no_account_here_does_not_get_in(switched_on, new_client):
    browser = StaffBrowser(new_client())
    back = urlsplit(await at_the_provider(await begin(browser)))
    page = await browser.open(f"{back.path}?{back.query}")
    assert page.status == 403 and "avointa tiliä" in page.text
    assert (await browser.open("/staff")).path == "/staff"


@pytest.mark.parametrize("change", ["state", "cookie", "error", "iss"])
async def test_an_answer_that_nobody_here_asked_for_does_not_count(
    switched_on, new_client, staff_user, change
):
    await staff_user(Role.SOCIAL_WORKER, username=SUBJECT)
    browser = StaffBrowser(new_client())
    back = urlsplit(await at_the_provider(await begin(browser)))
    query = {name: values[0] for name, values in parse_qs(back.query).items()}
    if change == "cookie":
        browser = StaffBrowser(new_client())
    elif change == "state":
        query["state"] = "x" * 43
    elif change == "error":
        query["error"] = "access_denied"
    else:
        query["iss"] = "https://elsewhere.example"
    page = await browser.open(back.path, params=query)
    assert page.status == 502
    assert (await browser.open("/staff")).path == "/staff"


async def test_without_the_setting_there_is_no_such_page(app_client):
    assert (await app_client.get("/staff/oidc")).status == 404
    assert "/staff/oidc" not in await (await app_client.get("/staff")).text()


async def test_a_provider_that_says_it_is_another_is_refused(switched_on, service, new_client):
    settings = service.server.app[SETTINGS]
    other = settings.oidc_issuer + "/"
    service.server.app._state[SETTINGS] = dataclasses.replace(settings, oidc_issuer=other)
    assert (await new_client().get("/staff/oidc")).status == 502


PROVIDER = oidc.Provider("https://op.example", "reitti", "s", "sub", "https://r.example/back")
ASKED = oidc.Asked("state", "nonce", "verifier")
GOOD = {"iss": "https://op.example", "aud": "reitti", "nonce": "nonce", "sub": "siiri"}
TIMES = {"iat": 1, "exp": 4_000_000_000}


@pytest.fixture(scope="module")
def key():
    return RSAKey.generate_key(2048, {"kid": "k", "use": "sig"})


def read(key, claims, alg="RS256", signer=None, provider=PROVIDER, **header):
    header = {"alg": alg, "kid": "k", **header}
    token = jwt.encode(header, claims, signer or key, algorithms=[alg])
    return oidc._checked(provider, ASKED, token, {"keys": [key.as_dict(private=False)]})


def test_a_token_that_is_right_names_the_account(key):
    assert read(key, {**GOOD, **TIMES}) == "siiri"
    assert read(key, {**GOOD, **TIMES, "aud": ["reitti"]}) == "siiri"


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"},
        {"aud": "another"},
        {"nonce": "old"},
        {"exp": 1},
        {"azp": "another"},
        {"sub": ""},
        {"sub": 5},
    ],
)
def test_a_token_for_another_time_place_or_client_does_not_count(key, wrong):
    with pytest.raises(oidc.OidcFailed):
        read(key, {**GOOD, **TIMES, **wrong})


def test_a_token_of_another_key_or_kind_does_not_count(key):
    other = RSAKey.generate_key(2048, {"kid": "k"})
    with pytest.raises(oidc.OidcFailed):
        read(key, {**GOOD, **TIMES}, signer=other)
    with pytest.raises(oidc.OidcFailed):
        read(key, {**GOOD, **TIMES}, alg="RS512")
    with pytest.raises(oidc.OidcFailed):
        oidc._checked(PROVIDER, ASKED, "eyJhbGciOiJub25lIn0.e30.", {"keys": []})


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        ({"typ": "at+jwt"}, {}),
        ({"typ": "logout+jwt"}, {}),
        ({}, {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}}),
    ],
)
def test_another_token_of_the_same_provider_is_no_sign_in(key, header, claims):
    assert read(key, {**GOOD, **TIMES}, typ="JWT") == "siiri"
    with pytest.raises(oidc.OidcFailed):
        read(key, {**GOOD, **TIMES, **claims}, **header)


@pytest.mark.parametrize("acr", [{}, {"acr": "password"}, {"acr": ["two-factor"]}, {"acr": ""}])
def test_who_signed_in_too_weakly_at_the_provider_does_not_get_in(key, acr):
    strict = dataclasses.replace(PROVIDER, strengths=("two-factor", "card"))
    assert read(key, {**GOOD, **TIMES, "acr": "card"}, provider=strict) == "siiri"
    with pytest.raises(oidc.OidcFailed):
        read(key, {**GOOD, **TIMES, **acr}, provider=strict)


async def test_the_strength_is_asked_of_the_provider_and_an_answer_without_it_is_refused(
    switched_on, service, new_client, staff_user, monkeypatch
):
    await staff_user(Role.SOCIAL_WORKER, username=SUBJECT)
    strict = dataclasses.replace(service.server.app[SETTINGS], oidc_acr="two-factor card")
    monkeypatch.setitem(service.server.app._state, SETTINGS, strict)
    browser = StaffBrowser(new_client())
    address = await begin(browser)
    assert parse_qs(urlsplit(address).query)["acr_values"] == ["two-factor card"]
    back = urlsplit(await at_the_provider(address))
    assert (await browser.open(f"{back.path}?{back.query}")).status == 502
    assert (await browser.open("/staff")).path == "/staff"
