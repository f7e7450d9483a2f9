"""Help with logging in, from the cell's page to the paper on the unit's wall."""

import datetime as dt

import pytest

from bot.casework.actor import SYSTEM, Role
from bot.casework.services import meetings
from bot.casework.services.codes import issue
from tests.integration.cell.browser import Browser
from tests.integration.cell.conftest import sign_in
from tests.integration.staff_browser import signed_in

FRIDAY = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
SERVICE = "OmaKelan hakemus"


@pytest.fixture
async def venla(staff_user):
    return await staff_user(Role.PRISON_STAFF, username="venla", name="Venla Valvoja")


@pytest.fixture
async def cell(service, matti, new_client):
    """Matti's own browser."""
    context = service.context
    code = await matti.run(lambda uow: issue(uow, context, SYSTEM, client_id=matti.client.id))
    browser = Browser(new_client())
    await sign_in(browser, code)
    return browser


@pytest.fixture
async def asked(cell, service, matti, siiri):
    """Matti has ticked that he needs help; Siiri has offered a time; he took it."""
    form = (await cell.open("/meetings")).form("/meetings")["fields"]
    page = await cell.post("/meetings", {**form, "e_service": "1", "wish": SERVICE})
    assert "Tarvitsen apua kirjautumiseen" in page.text
    context, actor = service.context, siiri.user.actor()

    def offer(uow):
        meeting = uow.meetings.list_of_client(matti.client.id)[0]
        assert meeting.purpose == "e_service"
        slots = [{"start": FRIDAY, "minutes": 45}]
        return meetings.offer(uow, context, actor, meeting.id, slots)["id"]

    meeting = await matti.run(offer)
    await matti.pick(meeting)
    return meeting


async def test_from_the_cell_to_the_wall_without_the_name_of_the_service(
    office, cell, asked, venla
):
    page = await office.open("/prison")
    assert "Auta vain tunnistautumisessa" in page.text and SERVICE not in page.html
    page = await office.send(f"/prison/meetings/{asked}/approve", host=venla.user.id)
    assert "Aika on hyväksytty" in page.text
    page = await office.open("/prison/day?day=2026-11-27")
    assert "Kuka auttaa kirjautumisessa: Venla Valvoja" in page.text
    page = await cell.open(f"/meetings/{asked}/slip")
    assert "Sitten henkilökunta väistyy" in page.text
    for path in ("/meetings", f"/meetings/{asked}/slip"):
        assert "Venla" not in (await cell.open(path)).html


async def test_a_helper_of_another_prison_is_refused_beside_the_request(
    office, asked, venla, staff_user
):
    stranger = await staff_user(Role.PRISON_STAFF, username="vilho", prison="vantaa")
    await office.open("/prison")
    page = await office.send(f"/prison/meetings/{asked}/approve", host=stranger.user.id)
    assert page.status == 422 and "Valitse auttajaksi tämän vankilan työntekijä" in page.text


async def test_who_helps_cannot_permit_it(office, asked, venla, vesa, new_client):
    """The list of helpers is that of the colleagues of whoever looks at it."""
    seen = await office.open("/prison")
    assert "Venla Valvoja</option>" in seen.html and "Vesa Vartija</option>" not in seen.html
    page = await office.send(f"/prison/meetings/{asked}/approve", host=vesa.user.id)
    assert page.status == 409 and "Olet itse mukana" in page.text
    other = await signed_in(new_client(), venla)
    assert "Vesa Vartija</option>" in (await other.open("/prison")).html
