"""The person's own list: what to begin by when, with whom, and whether help came."""

import datetime as dt

import pytest

from bot.casework.services.referrals import open_referral
from tests.integration.cell.conftest import sign_in
from tests.integration.cell.test_after import referral_id, use


def reports(service, issued):
    return service.database.read(lambda uow: uow.help_reports.of_client(issued.client.id))


async def test_before_any_need_the_list_is_empty_and_leads_to_the_questions(cell):
    page = await cell.open("/list")
    assert "Lista on vielä tyhjä" in page.text


async def test_each_need_has_its_step_its_day_and_who_can_help(told):
    page = await told.open("/list")
    assert "Hae asuntoa." in page.text
    assert "Vailla vakinaista asuntoa ry" in page.text
    assert "Asunto meni ja velkoja on." in page.text
    assert "Saitko apua tähän?" not in page.text


async def test_a_step_whose_day_has_passed_begins_now(browser, issue_code, clock):
    soon = clock.now().date() + dt.timedelta(days=20)
    await sign_in(browser, await issue_code(lang="fi", release_date=soon))
    await browser.open("/chat")
    await browser.press("/chat", choice="agree")
    await browser.press("/chat", text=None, fields={"text": "Asunto meni ja velkoja on."})
    page = await browser.open("/list")
    assert "Aloita nyt" in page.text
    assert "Viimeistään" not in page.text


async def test_without_a_release_date_the_list_says_why_days_are_missing(browser, issue_code):
    await sign_in(browser, await issue_code(lang="fi", release_date=None))
    await browser.open("/chat")
    await browser.press("/chat", choice="agree")
    await browser.press("/chat", text=None, fields={"text": "Asunto meni ja velkoja on."})
    page = await browser.open("/list")
    assert "Vapautumispäivääsi ei ole vielä" in page.text


@pytest.mark.parametrize(
    ("answer", "said"), [("yes", "Sain apua"), ("partly", "Sain vähän apua"), ("no", "En saanut")]
)
async def test_whether_help_came_is_said_need_by_need_and_read_by_the_worker(
    sent,
    service,
    issued,
    siiri,
    answer,
    said,
):
    await sent.open("/list")
    page = await sent.press("/list", area=None, help=answer)
    assert page.path == "/list"
    assert f": {said}" in page.text
    read = await use(service, open_referral, siiri, await referral_id(service, issued))
    assert [each["answer"] for each in read["help_received"].values()] == [answer]


async def test_what_was_not_shared_is_not_told_to_the_worker_either(
    told,
    service,
    issued,
    siiri,
):
    await told.press("/chat", choice="no")
    await told.open("/summary")
    await told.press("/summary", do="leaving", tick=["housing"])
    await told.press("/summary/send")
    page = await told.open("/list")
    page = await told.post(
        "/list", {"csrf": page.form("/list")["fields"]["csrf"], "area": "debts", "help": "no"}
    )
    assert page.status == 200
    assert len(await reports(service, issued)) == 1
    read = await use(service, open_referral, siiri, await referral_id(service, issued))
    assert read["help_received"] == {}


async def test_the_same_answer_twice_counts_once_and_another_takes_its_place(
    sent,
    service,
    issued,
):
    await sent.open("/list")
    for answer in ("no", "no", "yes"):
        page = await sent.press("/list", area=None, help=answer)
    assert "Sain apua" in page.text
    assert [report.answer for report in await reports(service, issued)] == ["no", "yes"]


@pytest.mark.parametrize(
    ("area", "answer", "said"),
    [("housing", "maybe", "Valitse yksi vastaus"), ("safety", "no", "ei ole listallasi")],
)
async def test_a_made_up_answer_or_need_is_refused_in_plain_words(
    sent,
    service,
    issued,
    area,
    answer,
    said,
):
    page = await sent.open("/list")
    csrf = page.form("/list")["fields"]["csrf"]
    page = await sent.post("/list", {"csrf": csrf, "area": area, "help": answer})
    assert page.status == 422
    assert said in page.text
    assert await reports(service, issued) == []


async def test_before_sending_nobody_asks_and_an_answer_is_refused(told, service, issued):
    page = await told.open("/list")
    csrf = page.form("/sign-out")["fields"]["csrf"]
    page = await told.post("/list", {"csrf": csrf, "area": "housing", "help": "yes"})
    assert page.status == 409
    assert await reports(service, issued) == []
