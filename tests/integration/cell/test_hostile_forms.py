"""Requests that no page of ours would send: a plain answer, never a fault, nothing lost."""

import pytest

from tests.integration.cell.browser import Browser
from tests.integration.cell.conftest import sign_in

FORM = "application/x-www-form-urlencoded"
DANGER = "Haluan kuolla"


def token(browser):
    return next(f["fields"]["csrf"] for f in browser.page.forms if "csrf" in f["fields"])


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/language", {"lang": "en", "back": "/summary/correct/x\r\nSet-Cookie: a=b"}),
        ("/text-size", {"size": "2", "back": "/summary/correct/\n"}),
        ("/sent", {"text": "Hei", "seen": "²"}),
        ("/sent", {"text": "Hei", "seen": "9" * 5000}),
        ("/chat", {"text": "Hei", "message_id": "\x00" * 9}),
        ("/chat", {"text": "Hei", "message_id": "x" * 5000}),
        ("/chat", {"text": "Hei", "question": "\x00\ud83d"}),
        ("/chat", {"choice": "\x00"}),
        ("/chat", {"choice": ""}),
        ("/chat", {}),
        ("/summary", {"shown": "\x00", "consent": "x"}),
        ("/summary", {"correct": "x\r\ny"}),
        ("/summary/correct/housing", {"item": "\x00", "do": "save", "text": "Hei"}),
        ("/summary/correct/x%0d%0ay", {"do": "no"}),
        ("/meetings/x%0d%0ay/choose", {"slot": "1", "revision": "²"}),
        ("/meetings/none/choose", {"slot": "1", "revision": "9" * 5000}),
        ("/secret", {"secret": "\x00\x00\x00\x00", "repeat": "\x00\x00\x00\x00"}),
    ],
    ids=lambda value: str(value)[:50],
)
async def test_odd_fields_are_no_fault(told, path, fields):
    fields = {name: value.encode(errors="replace").decode() for name, value in fields.items()}
    page = await told.post(path, {"csrf": token(told), **fields})
    assert page.status < 500, page.text
    assert "Set-Cookie: a=b" not in str(page.headers)


@pytest.mark.parametrize(
    "path", ["/chat/all?to=²", "/chat/all?to=" + "9" * 5000, "/chat/all?to=-1"]
)
async def test_odd_addresses_are_no_fault(told, path):
    assert (await told.open(path)).status == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"csrf=%TOKEN&text=\xff\xfe\x00", FORM),
        (b"csrf=%TOKEN&text=%ff%fe%00", FORM),
        (b"csrf=%TOKEN&text=hei", f"{FORM}; charset=klingon"),
        (b"csrf=%TOKEN&text=hei", f"{FORM}; charset=utf-16"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data"),
        (b"a=1&" * 20_000, FORM),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_a_body_that_is_no_form_is_no_fault(told, body, kind):
    body = body.replace(b"%TOKEN", token(told).encode())
    page = await told.post("/chat", body, headers={"Content-Type": kind})
    assert page.status < 500, page.text


@pytest.mark.parametrize(
    "origin", ["http://[", "null", "http://127.0.0.1:1", "", "http://", "x:/\\y"]
)
async def test_a_post_from_an_odd_origin_is_refused(told, origin):
    fields = {"csrf": token(told), "lang": "en"}
    page = await told.post("/language", fields, headers={"Origin": origin})
    assert page.status == 403


async def test_a_post_that_another_page_of_the_site_next_door_sends_is_refused(told):
    fields = {"csrf": token(told), "lang": "en"}
    for site in ("cross-site", "same-site", "none"):
        page = await told.post("/language", fields, headers={"Sec-Fetch-Site": site})
        assert page.status == 403


async def test_no_page_links_to_an_address_of_elsewhere(told):
    async with told.client.session.get(
        str(told.client.make_url("/")) + "/evil.example/x", allow_redirects=False
    ) as answer:
        html = await answer.text()
    assert answer.status == 404
    assert 'href="//' not in html


async def test_the_id_of_somebody_elses_message_is_no_fault_and_loses_nothing(
    told, service, issued, new_client, issue_code
):
    await told.press("/chat", text=None, fields={"text": "Ei ole.", "message_id": "the-same"})
    other = await issue_code(lang="fi")
    second = Browser(new_client())
    await sign_in(second, other)
    await second.open("/chat")
    fields = {"csrf": token(second), "text": "Hei sitten.", "message_id": "the-same"}
    page = await second.post("/chat", fields)
    assert page.status == 200, page.text
    stored = await service.database.read(lambda uow: uow.threads.everything(other.client.id))
    assert "Hei sitten." in [m.body.get("text") for m in stored]


@pytest.mark.parametrize("act", ["leave_out", "save", "take_in", "again", ""])
async def test_danger_written_over_own_words_is_seen_whatever_is_pressed(told, service, act):
    await told.open("/summary/correct/housing")
    item = next(f["fields"]["item"] for f in told.page.forms if "item" in f["fields"])
    fields = {"csrf": token(told), "item": item, "do": act, "text": DANGER}
    await told.post("/summary/correct/housing", fields)
    assert len(await service.database.read(lambda u: u.alerts.open_of_prison("kuopio"))) == 1


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/chat", {"choice": "stop", "text": DANGER}),
        ("/secret", {"secret": DANGER, "repeat": DANGER}),
        ("/secret", {"secret": DANGER, "repeat": "muuta"}),
        ("/sent", {"text": DANGER}),
        ("/meetings", {"wish": DANGER}),
        ("/draft", {"text": DANGER}),
    ],
)
async def test_danger_in_any_form_is_seen(told, service, path, fields):
    await told.post(path, {"csrf": token(told), **fields})
    assert len(await service.database.read(lambda u: u.alerts.open_of_prison("kuopio"))) == 1


async def test_the_longest_message_of_the_widest_signs_goes_through(told):
    fields = {"csrf": token(told), "text": "\U0001f600" * 20_000}
    assert (await told.post("/chat", fields)).status == 200


async def test_a_form_that_would_keep_everybody_waiting_is_refused(told):
    fields = {"csrf": token(told), "text": "I feel fine today. " * 20_000}
    assert (await told.post("/chat", fields)).status == 413
