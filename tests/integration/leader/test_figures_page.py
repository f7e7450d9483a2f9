"""The leader's page: counts of one's own county, small ones hidden, no name anywhere."""

import csv
import io

import pytest

from bot.casework.actor import Role
from bot.casework.services.felt import say_felt
from bot.casework.services.talking import message
from bot.casework.summary import Content
from tests.integration.staff_browser import signed_in
from tests.integration.staff_situations import need, person_who_sent

NAME = "Tiina Tunnistettava"


@pytest.fixture
async def leader(staff_user, new_client):
    return await signed_in(new_client(), await staff_user(Role.LEADER, username="leena"))


async def send(service, times, *areas, **facts):
    content = Content(needs=[need(area) for area in areas])
    return [await person_who_sent(service, content, name=NAME, **facts) for _ in range(times)]


async def table(leader, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    async with leader.client.get(f"/leader/figures.csv?{asked}") as answer:
        assert answer.status == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        text = (await answer.read()).decode("utf-8-sig")
    return {(row[0], row[1]): row[2] for row in csv.reader(io.StringIO(text), delimiter=";")}


async def test_cells_under_five_are_hidden_also_against_subtraction(leader, service):
    await send(service, 6, "housing")
    await send(service, 3, "money")
    await send(service, 7, "digital")
    found = await table(leader)
    assert found["Saapuneet yhteydenotot", "Kaikki yhteensä"] == "16"
    needs = {item: value for (group, item), value in found.items() if group == "Tarpeet"}
    assert needs["Raha"] == "piilossa"
    assert sorted(value for value in needs.values() if value != "0") == [
        "7",
        "piilossa",
        "piilossa",
    ]


async def test_the_page_and_the_file_hold_no_name_and_no_id(leader, service):
    sent = await send(service, 6, "housing")
    page = await leader.open("/leader")
    text = str(await table(leader)) + page.text
    assert "Työn tilanne lukuina" in page.text
    for situation in sent:
        assert situation.referral_id not in text
        assert situation.client.id not in text
    assert NAME not in text
    assert "2041" not in text


async def test_another_county_is_a_number_at_most(leader, service):
    await send(service, 6, "housing")
    await send(service, 8, "money", county="vantaa-kerava")
    found = await table(leader)
    assert found["Saapuneet yhteydenotot", "Kaikki yhteensä"] == "6"
    assert found["Yhteydenotot alueittain", "Vantaan ja Keravan hyvinvointialue"] == "8"
    assert found["Tarpeet", "Raha"] == "0"


async def test_waiting_and_on_time_count_contacts(leader, service, clock, staff_user):
    siiri = await staff_user(Role.SOCIAL_WORKER, username="siiri")
    sent = await send(service, 10, "housing")
    for n, situation in enumerate(sent):
        if n == 5:
            clock.move_on(days=7)
        await situation.claimed_by(siiri)
        await service.database.run(
            lambda uow, s=situation: message(
                uow, service.context, siiri.user.actor(), s.referral_id, "Hei"
            )
        )
    leader = await signed_in(leader.client, await staff_user(Role.LEADER, username="leo"))
    found = await table(leader)
    assert found["Odotus ensimmäiseen kontaktiin", "Puolet odotti enintään"] == "0 työpäivää"
    assert found["Odotus ensimmäiseen kontaktiin", "Yhdeksän kymmenestä odotti enintään"] == (
        "5 työpäivää"
    )
    assert found["Kontakti tavoiteajassa", "Tavoiteajassa"] == "50 %"


async def test_earlier_quarters_are_apart_and_unknown_ones_refused(leader, service):
    await send(service, 6, "housing")
    found = await table(leader, quarter="2026-3")
    assert found["Saapuneet yhteydenotot", "Kaikki yhteensä"] == "0"
    assert (await leader.open("/leader?quarter=1999-1")).status == 422


async def test_the_leader_begins_at_the_figures(leader):
    page = await leader.open("/staff")
    assert page.path == "/leader"


async def test_a_leader_of_a_prison_is_told_that_there_is_nothing_here(staff_user, new_client):
    login = await staff_user(Role.LEADER, username="pekka", county=None, prison="kuopio")
    browser = await signed_in(new_client(), login)
    assert (await browser.open("/leader")).status == 200
    assert (await browser.open("/leader/figures.csv")).status == 403


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.PRISON_STAFF, Role.ADMIN])
async def test_no_other_role_sees_the_figures(staff_user, new_client, role):
    browser = await signed_in(new_client(), await staff_user(role))
    for path in ("/leader", "/leader/figures.csv"):
        assert (await browser.open(path)).status == 403


async def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_of_the_staff(new_client):
    async with new_client().get("/leader", allow_redirects=False) as answer:
        assert answer.status == 303
        assert answer.headers["Location"].startswith("/staff")


async def test_how_the_contact_felt_is_counted_once_a_person_and_small_cells_are_hidden(
    leader, service, staff_user
):
    siiri = await staff_user(Role.SOCIAL_WORKER, username="siiri")
    sent = await send(service, 7, "housing")
    for number, situation in enumerate(sent):
        await situation.claimed_by(siiri)
        said = ["good", "no_answer"] if number == 6 else ["bad", "good"]

        def work(uow, situation=situation, said=said):
            context, actor = service.context, siiri.user.actor()
            message(uow, context, actor, situation.referral_id, "Hei.")
            for answer in said:
                say_felt(uow, context, situation.client.id, answer)

        await situation.run(work)
    found = await table(leader)
    felt = {item: value for (group, item), value in found.items() if "tuntunut" in group}
    assert felt == {"Hyvältä": "6", "Välillä hyvältä, välillä huonolta": "0", "Huonolta": "0"}
