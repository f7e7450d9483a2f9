"""Staff sign in through their organisation: OpenID Connect by discovery, code flow with PKCE.

Off unless REITTI_OIDC_ISSUER is set. The provider says who it is, and nothing else: role and
scope come with the account here. What is asked and what comes back is held together by a
cookie of ten minutes; nothing of it is kept anywhere else.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "PS256", "ES256")
DISCOVERY = "/.well-known/openid-configuration"
LEEWAY_SECONDS = 60
_TIMEOUT = aiohttp.ClientTimeout(total=10)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class OidcFailed(Exception):
    """The provider did not answer as it must; the text is ours and quotes nothing."""


@dataclass(frozen=True)
class Provider:
    """What the operator has set."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    redirect_uri: str
    # Any of these will do; empty: nothing is asked, and nothing is known.
    strengths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What ties the answer to the question; travels in a cookie."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def fresh(cls) -> Asked:
        """Three new random values."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))

    @classmethod
    def from_cookie(cls, value: str) -> Asked | None:
        """What the cookie holds, if it is one of ours."""
        parts = value.split(".")
        return cls(*parts) if len(parts) == 3 and all(parts) else None

    def to_cookie(self) -> str:
        return f"{self.state}.{self.nonce}.{self.verifier}"


async def where_to_ask(provider: Provider, asked: Asked) -> str:
    """The address at the provider that the browser goes to; raises OidcFailed."""
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as http:
        known = await _discover(http, provider)
    challenge = hashlib.sha256(asked.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.redirect_uri,
        "scope": "openid profile",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if provider.strengths:
        query["acr_values"] = " ".join(provider.strengths)
    start = known["authorization_endpoint"]
    return f"{start}{'&' if '?' in start else '?'}{urlencode(query)}"


async def who_came_back(provider: Provider, asked: Asked | None, query: Mapping[str, str]) -> str:
    """The name by which the account here is known; raises OidcFailed."""
    if asked is None:
        raise OidcFailed("nobody asked here")
    if not hmac.compare_digest(query.get("state", "").encode(), asked.state.encode()):
        raise OidcFailed("state")
    if query.get("iss", provider.issuer) != provider.issuer:
        raise OidcFailed("issuer of the answer")
    code = query.get("code", "")
    if not code or "error" in query:
        raise OidcFailed("refused there")
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as http:
        known = await _discover(http, provider)
        token = await _exchange(http, provider, known, asked, code)
        keys = await _json(http.get(known["jwks_uri"], allow_redirects=False))
    return _checked(provider, asked, token, keys)


async def _discover(http: aiohttp.ClientSession, provider: Provider) -> dict[str, str]:
    address = provider.issuer.rstrip("/") + DISCOVERY
    found = await _json(http.get(address, allow_redirects=False))
    if found.get("issuer") != provider.issuer:
        raise OidcFailed("issuer of the discovery")
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    known = {name: found.get(name) for name in wanted}
    for endpoint in known.values():
        if not isinstance(endpoint, str) or not _is_safe(endpoint):
            raise OidcFailed("endpoint")
    return {name: str(endpoint) for name, endpoint in known.items()}


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


async def _exchange(
    http: aiohttp.ClientSession,
    provider: Provider,
    known: Mapping[str, str],
    asked: Asked,
    code: str,
) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.redirect_uri,
        "client_id": provider.client_id,
        "code_verifier": asked.verifier,
    }
    secret = aiohttp.encode_basic_auth(provider.client_id, provider.client_secret)
    headers = {"Authorization": secret}
    found = await _json(
        http.post(known["token_endpoint"], data=form, headers=headers, allow_redirects=False)
    )
    token = found.get("id_token")
    if not isinstance(token, str):
        raise OidcFailed("no ID token")
    return token


async def _json(asking: Any) -> dict[str, Any]:
    try:
        async with asking as answer:
            if answer.status != 200:
                raise OidcFailed(f"status {answer.status}")
            found = await answer.json()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise OidcFailed(type(error).__name__) from None
    if not isinstance(found, dict):
        raise OidcFailed("no object")
    return found


def _checked(provider: Provider, asked: Asked, token: str, keys: dict[str, Any]) -> str:
    try:
        found = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            nonce={"essential": True, "value": asked.nonce},
            exp={"essential": True},
            iat={"essential": True},
        ).validate(found.claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise OidcFailed(type(error).__name__) from None
    claims = found.claims
    # An access token or a logout token of the same provider says of itself what it is.
    if str(found.header.get("typ", "JWT")).upper() != "JWT" or "events" in claims:
        raise OidcFailed("another kind of token")
    if provider.strengths and claims.get("acr") not in provider.strengths:
        raise OidcFailed("signed in too weakly")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise OidcFailed("for another client")
    name = claims.get(provider.claim)
    if not isinstance(name, str) or not name:
        raise OidcFailed("no name")
    return name
