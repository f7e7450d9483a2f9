"""Whoever the service calls must prove who they are: a certificate that is not trusted, or is
another host's, ends the call before a word is said."""

import asyncio
import dataclasses
import datetime as dt
import os
import ssl

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy.exc import DBAPIError

from bot.casework.outbox import Delivery, DeliveryKind, Destination
from bot.casework.ports.unit_of_work import DatabaseAway
from bot.persistence.database import open_database
from bot.settings import Settings
from bot.web import notice_mail, oidc, webhook
from tests.certificates import make_certificate
from tests.integration.persistence.conftest import settings_in
from tests.servers import free_port, run_postgres

NOW = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)


def serving(made):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.chain, made.key)
    return context


@pytest.fixture(params=["unknown authority", "another host", "right"])
def made(request, tmp_path, monkeypatch):
    """A certificate, and whether the service may take it."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    host = "elsewhere.example" if request.param == "another host" else "localhost"
    certificate = make_certificate(tmp_path, host)
    if request.param != "unknown authority":
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.authority))
    # aiohttp keeps what it trusted when it was loaded.
    monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", ssl.create_default_context())
    return certificate, request.param == "right"


async def test_a_county_system_that_is_not_who_it_says_gets_no_hand_over(made, aiohttp_server):
    certificate, right = made
    came = []

    async def taken(request):
        came.append(await request.read())
        return web.Response()

    app = web.Application()
    app.router.add_post("/in", taken)
    server = await aiohttp_server(app, ssl=serving(certificate))
    delivery = Delivery(
        "d1", DeliveryKind.HAND_OVER, "m", "kainuu", "system", NOW, NOW, body={"words": "x"}
    )
    to = Destination(url=f"https://localhost:{server.port}/in", secret="s" * 32)
    async with aiohttp.ClientSession() as session:
        ended = await webhook.post(session, delivery, to, 1)
    assert (ended.problem is None) is right
    assert bool(came) is right


async def test_a_provider_that_is_not_who_it_says_is_not_asked(made, aiohttp_server):
    certificate, right = made

    async def discovery(request):
        here = f"https://{request.host}"
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        return web.json_response({"issuer": here, **dict.fromkeys(names, f"{here}/x")})

    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", discovery)
    server = await aiohttp_server(app, ssl=serving(certificate))
    issuer = f"https://localhost:{server.port}"
    provider = oidc.Provider(issuer, "reitti", "s", "sub", "https://r.example/back")
    if right:
        address = await oidc.where_to_ask(provider, oidc.Asked.fresh())
        assert address.startswith(f"{issuer}/x?")
        return
    with pytest.raises(oidc.OidcFailed):
        await oidc.where_to_ask(provider, oidc.Asked.fresh())


async def test_a_mail_server_that_is_not_who_it_says_gets_no_mail(made):
    certificate, right = made
    said = []

    async def serve(reader, writer):
        writer.write(b"220 localhost ESMTP\r\n")
        while line := await reader.readline():
            said.append(line)
            writer.write(b"421 later\r\n" if line.startswith(b"MAIL") else b"250 localhost\r\n")
        writer.close()

    port = free_port()
    server = await asyncio.start_server(serve, "127.0.0.1", port, ssl=serving(certificate))
    env = {"REITTI_SMTP_HOST": "localhost", "REITTI_SMTP_PORT": str(port)}
    settings = Settings.from_environment({**env, "REITTI_SMTP_TLS": "tls"})
    message = notice_mail.EmailMessage()
    message["From"], message["To"] = "reitti@county.example", "team@county.example"
    ended = await notice_mail.send_message(settings, message)
    server.close()
    assert ended.problem == ("status:421" if right else "away")
    assert bool(said) is right


@pytest.mark.needs_postgres
async def test_a_database_that_is_not_who_it_says_gets_no_query(made, tmp_path, monkeypatch):
    certificate, right = made
    trusted = certificate.authority
    if not right and "SSL_CERT_FILE" not in os.environ:
        other = tmp_path / "other"
        other.mkdir()
        trusted = make_certificate(other).authority
    monkeypatch.setenv("PGSSLROOTCERT", str(trusted))
    with run_postgres(certificate) as url:
        address = url.replace("127.0.0.1", "localhost") + "?sslmode=verify-full"
        settings = dataclasses.replace(settings_in(tmp_path), database_url=address)
        database = open_database(settings)
        # Without tables the question fails; whether it was put at all tells the error.
        with pytest.raises((DBAPIError, DatabaseAway, ssl.SSLError)) as failed:
            await database.read(lambda uow: uow.prisons.get(""))
        await database.close()
    assert ("does not exist" in repr(failed.value)) is right
