"""The door locks in the middle of a sentence: what was typed waits for the very same person."""

import pytest

from tests.integration.cell.conftest import sign_in
from tests.integration.cell.test_crisis import alerts

WORDS = "asunto puuttuu"
DANGER = "mä haluan kuolla"


def kept(service, issued):
    return service.database.read(lambda uow: uow.drafts.get(issued.client.id))


@pytest.fixture
async def late(talking, clock):
    """The page of somebody whose session has ended meanwhile."""
    clock.move_on(minutes=20)
    return talking


async def test_words_that_came_too_late_come_back_in_the_box_and_go_when_they_are_sent(
    late, issued, service
):
    page = await late.press("/chat", text=None, fields={"text": WORDS})
    assert page.status == 401
    assert "Se on tallessa. Kirjaudu uudelleen" in page.text
    await sign_in(late, issued)
    page = await late.open("/chat")
    assert page.form("/chat", text=None)["fields"]["text"] == WORDS
    assert "Tämä teksti jäi kesken" in page.text
    page = await late.press("/chat", text=None)
    assert WORDS in page.text
    assert "jäi kesken" not in page.text
    assert await kept(service, issued) is None


async def test_nobody_else_sees_them(late, browser, issue_code):
    await late.press("/chat", text=None, fields={"text": WORDS})
    await sign_in(browser, await issue_code(lang="fi", name="Toinen"))
    await browser.open("/chat")
    await browser.press("/chat", choice="agree")
    assert WORDS not in browser.page.text


async def test_danger_in_them_is_told_to_the_staff_and_the_page_says_what_is_true(late, service):
    page = await late.press("/chat", text=None, fields={"text": DANGER})
    assert page.status == 401
    assert [alert.kind for alert in await alerts(service)] == ["suicide"]
    assert "Ehkä kukaan ei ole nähnyt sitä" in page.text
    assert "ei hälytä ketään" not in page.text
    assert DANGER not in page.text


async def test_danger_in_them_stops_the_interview_until_the_person_goes_on(late, issued):
    await late.press("/chat", text=None, fields={"text": DANGER})
    await sign_in(late, issued)
    page = await late.open("/chat")
    assert page.path == "/crisis"
    page = await late.press("/crisis", choice="continue")
    assert page.form("/chat", text=None)["fields"]["text"] == DANGER


@pytest.mark.parametrize("field", ["csrf", "cookie"])
async def test_words_of_a_page_that_was_not_made_for_the_person_are_kept_for_nobody(
    late, issued, service, field
):
    form = dict(late.page.form("/chat", text=None)["hidden"])
    if field == "csrf":
        form["csrf"] = "guessed"
    else:
        late.client.session.cookie_jar.clear()
    page = await late.post("/chat", {**form, "text": DANGER})
    assert page.status == 401
    assert "Tämä sivu ei hälytä ketään" in page.text
    assert await kept(service, issued) is None
    assert await alerts(service) == []


async def test_words_after_signing_out_are_said_to_be_lost(talking, issued, service):
    old = talking.page
    await talking.press("/sign-out")
    talking.page = old
    page = await talking.press("/chat", text=None, fields={"text": WORDS})
    assert page.status == 401
    assert "viimeinen viestisi ei tallentunut" in page.text
    assert await kept(service, issued) is None


async def test_what_stands_in_the_box_is_kept_before_the_session_ends(talking, issued, service):
    page = await talking.post("/draft", {"csrf": csrf_of(talking), "text": " " + WORDS})
    assert page.status == 204
    assert await kept(service, issued) == WORDS


async def test_a_draft_is_let_go_by_a_press_and_twice_does_no_harm(talking, issued, service):
    await talking.post("/draft", {"csrf": csrf_of(talking), "text": WORDS})
    page = await talking.open("/chat")
    for _ in range(2):
        talking.page = page
        after = await talking.press("/draft")
        assert after.path == "/chat"
    assert await kept(service, issued) is None
    assert WORDS not in after.text


async def test_an_identity_code_in_a_draft_is_hidden(talking, issued, service):
    await talking.post("/draft", {"csrf": csrf_of(talking), "text": "hetu 131052-308T"})
    assert await kept(service, issued) == "hetu [●●●]"


async def test_a_draft_needs_the_token_of_the_form(talking, issued, service):
    page = await talking.post("/draft", {"text": WORDS})
    assert page.status == 403
    assert await kept(service, issued) is None


def csrf_of(browser):
    return browser.page.form("/chat", text=None)["fields"]["csrf"]
