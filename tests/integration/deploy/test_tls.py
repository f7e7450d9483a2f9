"""deploy/haproxy-tls.cfg: the door for everybody who is not this machine, and who looks at it."""

import argparse
import asyncio
import os
import socket
import ssl
import subprocess
import time
import warnings
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web

from bot.cli import check_tls
from bot.settings import ROOT
from tests.certificates import make_certificate
from tests.programs import haproxy
from tests.servers import die_with_parent, free_port

pytestmark = [pytest.mark.needs_haproxy, pytest.mark.timeout(60)]

FILES = [ROOT / "deploy" / name for name in ("haproxy.cfg", "haproxy-tls.cfg")]
SEALED = ("GCM", "CHACHA20")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
async def doors(service, certificate):
    """Ports of HAProxy: with TLS, and without on the machine's other address."""
    inner = (
        *("BALANCER", "WEB_2", "RASA_BALANCER", "RASA_1", "RASA_2"),
        *("ACTIONS_BALANCER", "ACTIONS_1", "ACTIONS_2"),
    )
    told = {f"REITTI_{name}": f"127.0.0.1:{free_port()}" for name in inner}
    encrypted, plain = free_port(), free_port()
    told |= {
        "REITTI_WEB_1": f"127.0.0.1:{service.server.port}",
        "REITTI_BALANCER": f"127.0.0.2:{plain}",
        "REITTI_BALANCER_TLS": f"127.0.0.1:{encrypted}",
        "REITTI_CERTIFICATE": str(certificate.both),
        "REITTI_DEPLOY": str(ROOT / "deploy"),
    }
    process = subprocess.Popen(  # noqa: ASYNC220 - it is there at once
        [haproxy(), "-db", *(part for file in FILES for part in ("-f", file))],
        cwd=ROOT,
        env={**os.environ, **told},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    deadline = time.monotonic() + 10
    while socket.socket().connect_ex(("127.0.0.1", encrypted)):
        assert time.monotonic() < deadline and process.poll() is None
        await asyncio.sleep(0.05)
    yield encrypted, plain
    process.terminate()
    process.wait(20)


def trusting(certificate, **limits):
    context = ssl.create_default_context(cafile=certificate.authority)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for name, value in limits.items():
            setattr(context, name, value)
    return context


def greeted(port, context):
    with (
        socket.create_connection(("127.0.0.1", port), 5) as raw,
        context.wrap_socket(raw, server_hostname="localhost") as wrapped,
    ):
        return wrapped.version(), wrapped.cipher()[0]


def only(version):
    return {"minimum_version": version, "maximum_version": version}


async def test_only_new_tls_is_spoken_and_the_newest_first(doors, certificate):
    encrypted, _ = doors
    meet = asyncio.to_thread
    version, suite = await meet(greeted, encrypted, trusting(certificate))
    assert version == "TLSv1.3" and suite.startswith("TLS_")
    older = trusting(certificate, **only(ssl.TLSVersion.TLSv1_2))
    assert (await meet(greeted, encrypted, older))[0] == "TLSv1.2"
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        with pytest.raises(ssl.SSLError):
            await meet(greeted, encrypted, trusting(certificate, **only(version)))


async def test_only_suites_with_forward_secrecy_and_a_seal_are_agreed_on(doors, certificate):
    encrypted, _ = doors
    refused = 0
    known = trusting(certificate, **only(ssl.TLSVersion.TLSv1_2)).get_ciphers()
    names = [each["name"] for each in known if each["protocol"] != "TLSv1.3"]
    assert len(names) > 20
    for name in names:
        context = trusting(certificate, **only(ssl.TLSVersion.TLSv1_2))
        context.set_ciphers(f"{name}:@SECLEVEL=0")
        try:
            _, agreed = await asyncio.to_thread(greeted, encrypted, context)
        except OSError:
            refused += 1
            continue
        assert agreed.startswith("ECDHE-") and any(kind in agreed for kind in SEALED), agreed
    assert refused > 10


async def test_without_tls_nobody_but_the_machine_itself_gets_an_answer(doors, certificate):
    encrypted, plain = doors
    async with aiohttp.ClientSession() as http:
        context = trusting(certificate)
        async with http.get(f"https://localhost:{encrypted}/", ssl=context) as answer:
            assert answer.status == 200
        async with http.get(f"http://127.0.0.2:{plain}/") as answer:
            assert answer.status == 403
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await http.get(f"http://127.0.0.1:{encrypted}/")


def checked(port, plain):
    """What `reitti check-tls` finds wrong."""
    return list(check_tls.check(urlsplit(f"https://localhost:{port}"), plain))


async def test_a_certificate_that_the_world_does_not_trust_is_told(doors, certificate, monkeypatch):
    encrypted, _ = doors
    (found, *_) = await asyncio.to_thread(checked, encrypted, free_port())
    assert "not trusted" in found
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.authority))
    # Behind TLS it is on: here the service listens on loopback.
    found = await asyncio.to_thread(checked, encrypted, free_port())
    assert found == ["browsers are not told to come by https alone (Strict-Transport-Security)"]


async def test_an_old_door_beside_the_right_one_is_told(aiohttp_server, tmp_path, monkeypatch):
    made = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.authority))

    async def page(_request):
        return web.Response(headers={"Strict-Transport-Security": "max-age=1"})

    def application():
        app = web.Application()
        app.router.add_get("/", page)
        return app

    old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.minimum_version = ssl.TLSVersion.TLSv1
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.load_cert_chain(made.chain, made.key)
    encrypted = await aiohttp_server(application(), ssl=old)
    plain = await aiohttp_server(application())
    found = await asyncio.to_thread(checked, encrypted.port, plain.port)
    assert found == ["TLS 1.1 or older is spoken", f"port {plain.port} answers without TLS"]


@pytest.mark.parametrize("url", ["http://reitti.example", "reitti.example"])
def test_an_address_without_tls_is_wrong_use(url):
    def wrong_use(text):
        raise SystemExit(text)

    arguments = argparse.Namespace(url=url, plain_port=80, wrong_use=wrong_use)
    with pytest.raises(SystemExit):
        check_tls.run(arguments, None)
