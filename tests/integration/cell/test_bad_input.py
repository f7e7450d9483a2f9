"""What people do with a page that its makers did not mean: each has its rule here."""

import asyncio

from bot.casework.services.thread import open_thread
from tests.integration.cell.browser import Browser
from tests.integration.cell.conftest import sign_in

MANY = 50


async def own_words(service, issued):
    messages = await service.database.read(lambda uow: uow.threads.everything(issued.client.id))
    return [m.body.get("text") or m.body.get("choice") for m in messages if m.sender == "client"]


async def asked(service, issued):
    view = await service.database.run(
        lambda uow: open_thread(uow, service.context, issued.client.id, limit=1)
    )
    return view.asks.question


def tab_of(browser):
    """A second tab of the same browser, at the same page."""
    tab = Browser(browser.client)
    tab.page = browser.page
    return tab


async def test_two_tabs_show_the_present_question_and_lose_no_words(told, service, issued):
    other = tab_of(told)
    await told.press("/chat", choice="no")
    page = await other.press("/chat", text=None, fields={"text": "Nukun kaverilla."})
    assert page.status == 409
    assert "Tämä kysymys on jo vaihtunut. Tässä on uusi kysymys." in page.text
    assert page.heading == told.page.heading
    page = await other.press("/chat", text=None)
    assert page.status == 200
    assert (await own_words(service, issued))[-2:] == ["no", "Nukun kaverilla."]


async def test_two_tabs_at_the_same_moment_answer_the_question_once(told, service, issued):
    other = tab_of(told)
    form, second = (dict(tab.page.form("/chat", choice="no")["hidden"]) for tab in (told, other))
    second["message_id"] = second["message_id"][::-1]
    pages = await asyncio.gather(
        told.post("/chat", {**form, "choice": "no"}),
        other.post("/chat", {**second, "choice": "yes"}),
    )
    assert all(page.status in (200, 409) for page in pages)
    assert await asked(service, issued) in ("housing.first_night", "debts.start")
    assert (await told.open("/chat")).status == 200


async def test_a_double_click_at_the_same_moment_is_one_message(told, service, issued):
    before = await own_words(service, issued)
    form = {**dict(told.page.form("/chat", choice="no")["hidden"]), "choice": "no"}
    pages = await asyncio.gather(
        *(tab.post("/chat", form) for tab in (told, tab_of(told), tab_of(told)))
    )
    assert {page.status for page in pages} == {200}
    assert await own_words(service, issued) == [*before, "no"]
    assert await asked(service, issued) == "housing.first_night"


async def test_the_back_button_and_another_button_change_nothing_unasked(told, service, issued):
    """One form answers once; the page shows the question that is asked now."""
    old = told.page
    await told.press("/chat", choice="no")
    present = told.page.heading
    told.page = old
    page = await told.press("/chat", choice="yes")
    assert page.heading == present
    assert await asked(service, issued) == "housing.first_night"


async def test_an_answer_to_an_old_question_answers_no_other_one(told, service, issued):
    """A page from before two questions, with a button that the present question has as well."""
    form = dict(told.page.form("/chat", choice="no")["hidden"])
    await told.press("/chat", choice="no")
    await told.press("/chat", choice="close_one")
    now = await asked(service, issued)
    page = await told.post("/chat", {**form, "message_id": "0" * 32, "choice": "dont_know"})
    assert page.status == 409
    assert "Tässä on uusi kysymys" in page.text
    assert await asked(service, issued) == now


async def test_a_session_that_expires_in_the_middle_of_typing_gives_the_text_back(
    told, issued, clock
):
    clock.move_on(minutes=20)
    page = await told.press("/chat", text=None, fields={"text": "asunto puuttuu"})
    assert page.status == 401
    assert "Se on tallessa. Kirjaudu uudelleen" in page.text
    await sign_in(told, issued)
    page = await told.open("/chat")
    assert page.form("/chat", text=None)["fields"]["text"] == "asunto puuttuu"


async def test_fifty_messages_in_a_minute_are_all_kept_in_order_and_the_page_stays_light(
    told, service, issued
):
    csrf = told.page.form("/chat", text=None)["fields"]["csrf"]
    words = [f"sanat {number}" for number in range(MANY)]
    for each in words:
        page = await told.post("/chat", {"csrf": csrf, "text": each})
        assert page.status == 200
    assert (await own_words(service, issued))[-MANY:] == words
    assert len(page.html) < 40_000
    assert page.form("/chat", text=None)
