"""The database is away while somebody writes: the words stay, and danger is not passed over."""

import pytest

from bot.casework.ports import DatabaseAway

WORDS = 'I have no home & <b>"no"</b> money'
DANGER = "I want to kill myself"


@pytest.fixture
def away(service, monkeypatch):
    """Takes the database away, and gives it back."""

    async def nobody(_work):
        raise DatabaseAway

    def take(but=()):
        for way in {"read", "run"} - set(but):
            monkeypatch.setattr(service.database, way, nobody)

    take.back = monkeypatch.undo
    return take


async def said(service, issued):
    thread = await service.database.read(lambda uow: uow.threads.everything(issued.client.id))
    return [message.body["text"] for message in thread if message.sender == "client"]


@pytest.mark.parametrize("but", [(), ("read",)], ids=["all away", "only writing"])
async def test_what_was_typed_stays_and_goes_when_it_is_sent_again(
    talking, away, service, issued, but
):
    away(but)
    page = await talking.press("/chat", text=None, fields={"text": WORDS})
    assert page.status == 503
    assert "Tekstisi on vielä tässä" in page.html
    assert page.form("/chat", text=None)["fields"]["text"] == WORDS
    away.back()
    await talking.press("/chat", text=None)
    assert (await said(service, issued)).count(WORDS) == 1


async def test_danger_leads_to_whom_to_tell_and_says_that_nobody_was_told(talking, away, service):
    away()
    page = await talking.press("/chat", text=None, fields={"text": DANGER})
    assert page.status == 503
    assert "En saanut tietoa perille" in page.html
    assert DANGER not in page.html


async def test_a_button_gets_the_plain_page(cell, away):
    away()
    page = await cell.press("/chat", choice="agree")
    assert page.status == 503
    assert "<textarea" not in page.html


async def test_a_page_of_somebody_else_gets_nothing_back(talking, away):
    away()
    page = await talking.post(
        "/chat", {"text": WORDS, "evil": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert page.status == 503
    assert "evil" not in page.html
