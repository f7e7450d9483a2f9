"""A person in the cell with a browser without script, on the whole application."""

import pytest

from tests.integration.cell.browser import Browser


@pytest.fixture
async def issued(issue_code):
    """The code of a person whose language is Finnish."""
    return await issue_code(lang="fi")


@pytest.fixture
async def browser(new_client):
    """A browser that nobody has signed in with."""
    return Browser(new_client())


async def sign_in(browser, issued):
    await browser.open("/")
    return await browser.press("/", fields={"code": issued.code})


@pytest.fixture
async def cell(browser, issued):
    """The browser of the person, signed in, at the first question."""
    await sign_in(browser, issued)
    await browser.open("/chat")
    return browser


@pytest.fixture
async def talking(cell):
    """The same after yes to begin: the opening question."""
    await cell.press("/chat", choice="agree")
    return cell


@pytest.fixture
async def told(talking):
    """The same after two needs in own words: at the first question of the first area."""
    await talking.press("/chat", text=None, fields={"text": "Asunto meni ja velkoja on."})
    return talking


@pytest.fixture
async def sent(told):
    """A summary with housing is sent."""
    await told.press("/chat", choice="no")
    await told.open("/summary")
    await told.press("/summary", do="leaving", tick=["housing", "debts"])
    await told.press("/summary/send")
    return told


@pytest.fixture
async def siiri(staff_user):
    """A social worker of the county."""
    return (await staff_user("social_worker", username="siiri", name="Siiri Salo")).user.actor()
