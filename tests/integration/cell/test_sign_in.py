"""Signing in by code and own password, setting it, leaving."""

from tests.integration.cell.browser import Browser
from tests.integration.cell.conftest import sign_in


async def test_the_first_page_says_what_reitti_is_and_asks_for_the_code(browser):
    page = await browser.open("/")
    assert page.status == 200
    assert page.heading == "Vapaudut pian. Reitti auttaa sinua."
    assert "Reitti on kone" in page.text


async def test_the_code_alone_opens_and_an_own_password_is_asked_at_once(browser, issued):
    page = await sign_in(browser, issued)
    assert page.path == "/secret"
    assert page.heading == "Valitse oma salasana"


async def test_a_wrong_code_stays_in_the_field_with_a_sentence_on_what_to_do(browser):
    await browser.open("/")
    page = await browser.press("/", fields={"code": "ABCD-EFGH"})
    assert page.status == 401
    assert page.form("/", code=None)["fields"]["code"] == "ABCD-EFGH"
    assert "Koodi ei ole oikein" in page.text
    assert 'aria-invalid="true"' in page.html


async def test_who_has_a_password_needs_it_beside_the_code(browser, new_client, issued):
    await sign_in(browser, issued)
    await browser.press("/secret", fields={"secret": "sininen lintu", "repeat": "sininen lintu"})
    other = Browser(new_client())
    page = await sign_in(other, issued)
    assert page.heading == "Kirjoita oma salasana"
    assert "Salasana ei ole oikein" not in page.text
    page = await other.press("/", fields={"secret": "punainen lintu"})
    assert page.status == 401
    assert "Salasana ei ole oikein" in page.text
    page = await other.press("/", fields={"secret": "sininen lintu"})
    assert page.path == "/chat"


async def test_two_different_passwords_set_none(browser, issued, service):
    await sign_in(browser, issued)
    page = await browser.press("/secret", fields={"secret": "sininen", "repeat": "punainen"})
    assert page.status == 422
    assert "Salasanat eivät ole samat" in page.text
    client = await service.database.read(lambda uow: uow.clients.get(issued.client.id))
    assert client.secret_hash is None


async def test_a_short_password_says_how_long_it_must_be(browser, issued):
    await sign_in(browser, issued)
    page = await browser.press("/secret", fields={"secret": "abc", "repeat": "abc"})
    assert page.status == 422
    assert "ainakin 4 merkkiä" in page.text


async def test_many_wrong_codes_are_answered_with_a_wait(browser):
    for _ in range(11):
        await browser.open("/")
        page = await browser.press("/", fields={"code": "ABCD-EFGH"})
    assert page.status == 429
    assert int(page.headers["Retry-After"]) > 0


async def test_after_signing_out_the_conversation_is_closed(cell):
    page = await cell.press("/sign-out")
    assert page.path == "/"
    assert "Olet kirjautunut ulos" in page.text
    page = await cell.open("/chat")
    assert page.path == "/"


async def test_after_twenty_quiet_minutes_the_session_is_over(cell, clock):
    clock.move_on(minutes=20)
    page = await cell.open("/chat")
    assert page.path == "/"


async def test_somebody_who_types_stays_signed_in(cell, clock):
    for _ in range(5):
        clock.move_on(minutes=10)
        await cell.open("/alive")
    page = await cell.open("/chat")
    assert page.path == "/chat"


async def test_the_idle_page_ends_the_session_and_shows_nothing_of_it(told):
    page = await told.open("/idle")
    assert page.heading == "Suljin sivun"
    assert "Asunto" not in page.text
    page = await told.open("/chat")
    assert page.path == "/"


async def test_the_page_comes_back_in_the_language_that_was_pressed(cell, issued, service):
    page = await cell.press("/language", lang="sv")
    assert page.path == "/chat"
    assert 'lang="sv"' in page.html
    assert "Får jag fråga" in page.text
    client = await service.database.read(lambda uow: uow.clients.get(issued.client.id))
    assert client.lang == "sv"


async def test_the_language_chosen_before_signing_in_is_the_language_after_it(browser, issued):
    await browser.open("/")
    await browser.press("/language", lang="en")
    page = await browser.press("/", fields={"code": issued.code})
    assert page.heading == "Choose your own password"


async def test_text_size_is_kept_by_the_browser(cell):
    page = await cell.press("/text-size", size="3")
    assert 'data-text="3"' in page.html


async def test_a_way_back_to_somewhere_else_is_not_taken(cell):
    page = await cell.press("/text-size", size="2", fields={"back": "https://example.org/"})
    assert page.path == "/chat"
