"""Signing in of staff through their organisation: there, and back again."""

from __future__ import annotations

import logging

from aiohttp import web

from bot.casework.services.staff_sign_in import sign_in_by_provider
from bot.web.cookies import OIDC, SESSION, cookie_of, named, set_cookie
from bot.web.errors import sentence
from bot.web.keys import SETTINGS, VISITOR
from bot.web.oidc import Asked, OidcFailed, Provider, where_to_ask, who_came_back
from bot.web.socialwork.views_sign_in import end_before
from bot.web.staff import Blank, db_of, staff_page

logger = logging.getLogger(__name__)

BACK = "/staff/oidc/back"
TEN_MINUTES = 600


def provider_of(request: web.Request) -> Provider:
    """What is set; no such page where nothing is."""
    settings = request.config_dict[SETTINGS]
    if not settings.oidc_issuer:
        raise web.HTTPNotFound
    return Provider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        settings.oidc_claim,
        settings.public_url.rstrip("/") + BACK,
        tuple(settings.oidc_acr.split()),
    )


async def go(request: web.Request) -> web.StreamResponse:
    """To the provider, with a question that only this browser's answer fits."""
    provider, asked = provider_of(request), Asked.fresh()
    try:
        address = await where_to_ask(provider, asked)
    except OidcFailed as failed:
        return _refused(request, failed)
    response = web.Response(status=303, headers={"Location": address})
    # Lax: the way back comes from the provider's site.
    set_cookie(request, response, OIDC, asked.to_cookie(), TEN_MINUTES, samesite="Lax")
    return response


async def back(request: web.Request) -> web.StreamResponse:
    """From the provider; the page then goes on by itself, as one of our own."""
    provider = provider_of(request)
    asked = Asked.from_cookie(cookie_of(request, OIDC) or "")
    try:
        name = await who_came_back(provider, asked, request.query)
    except OidcFailed as failed:
        return _forgotten(request, _refused(request, failed))
    db, context = db_of(request)
    lang = request[VISITOR].lang
    found = await db.run(lambda uow: sign_in_by_provider(uow, context, name, lang))
    if found.refused is not None:
        return _forgotten(request, _page(request, found.refused.key, 403))
    await end_before(request)
    response = staff_page(request, "socialwork/signed_in.html")
    set_cookie(request, response, SESSION["staff"], found.token)
    return _forgotten(request, response)


def _refused(request: web.Request, failed: OidcFailed) -> web.Response:
    logger.warning("sign-in through the provider failed: %s", failed)
    return _page(request, "oidc_failed", 502)


def _page(request: web.Request, key: str, status: int) -> web.Response:
    error = sentence(request, key)
    return staff_page(
        request, "socialwork/sign_in.html", status=status, typed=Blank(), error=error,
        by_provider=True,
    )  # fmt: skip


def _forgotten(request: web.Request, response: web.Response) -> web.Response:
    """An answer fits once."""
    secure = request.config_dict[SETTINGS].cookie_secure
    response.del_cookie(
        named(request, OIDC), path="/", httponly=True, samesite="Lax", secure=secure
    )
    return response
