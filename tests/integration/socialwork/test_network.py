"""The support network at the desk, and the plan in the person's cell."""

import pytest

from bot.casework.services.care import name_stand_in
from tests.integration.cell.browser import Browser
from tests.integration.staff_browser import signed_in

FREE = "Serkku Pekka"
DOES = "Auttaa muutossa."


@pytest.fixture
async def net(desk, claimed):
    """Siiri's browser at the network of a person whom she has taken."""
    await desk.open(f"/desk/referrals/{claimed.referral_id}/network")
    return desk


@pytest.fixture
async def cell(claimed, issue_code, sign_in_person):
    """The same person's browser."""
    issued = await issue_code(client_id=claimed.client.id)
    return Browser(await sign_in_person(issued.code, lang="fi"))


def at(claimed, act=""):
    return f"/desk/referrals/{claimed.referral_id}/network{act and '/' + act}"


async def events(service, claimed):
    return await service.database.read(lambda uow: uow.support.of_referral(claimed.referral_id))


async def add(net, claimed, **how):
    typed = {"area": "housing", "listed": "rets", "does": DOES, "by_when": "3.12.2026", **how}
    return await net.send(at(claimed, "actor"), **typed)


async def helper_id(service, claimed):
    return next(e.body["id"] for e in await events(service, claimed) if e.kind == "actor")


async def post(browser, path, **fields):
    token = browser.page.form("/text-size")["fields"]["csrf"]
    return await browser.post(path, {"csrf": token, **fields})


async def test_an_actor_of_the_directory_or_a_free_one_joins_a_need(net, claimed):
    page = await add(net, claimed)
    assert "Toimija on lisätty" in page.text
    page = await add(net, claimed, listed="aikuissosiaalityo_kuopio", name="")
    assert "Aikuissosiaalityö, Kuopio" in page.text
    page = await add(net, claimed, listed="", name=FREE)
    assert FREE in page.text
    assert "Vailla" in page.text
    assert "Ei vielä vastausta" in page.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"listed": "nobody"}, "ei ole hakemistossa"),
        ({"area": "mental_health"}, "ei ole jakanut"),
        ({"by_when": "1.1.2020"}, "jo mennyt"),
        ({"by_when": "huomenna"}, "esimerkiksi 3.12.2026"),
        ({"does": " "}, ""),
    ],
)
async def test_bad_input_is_told_and_changes_nothing(net, claimed, service, wrong, said):
    page = await add(net, claimed, **wrong)
    assert page.status == 422
    assert said in page.text
    assert await events(service, claimed) == []


async def test_a_form_sent_twice_adds_one_actor(net, claimed, service):
    fields = net.page.form(at(claimed, "actor"))["fields"]
    for _ in range(2):
        sent = {**fields, "area": "housing", "listed": "rets", "does": DOES}
        await net.post(at(claimed, "actor"), sent)
    assert len(await events(service, claimed)) == 1


async def test_nothing_is_shared_before_the_persons_yes(net, cell, claimed, service):
    await add(net, claimed)
    helper = await helper_id(service, claimed)
    await net.open(at(claimed))
    await net.send(at(claimed, "plan"))
    fields = net.page.form(at(claimed, "leave"))["fields"]
    refused = await net.post(at(claimed, "shared"), {**fields, "once": "a", "helper": helper})
    assert refused.status == 409
    assert "Älä kerro mitään" in refused.text
    await cell.open("/plan")
    page = await post(cell, "/plan/helper", helper=helper, choice="yes")
    assert "Sanoit kyllä" in page.text
    await net.open(at(claimed))
    page = await net.send(at(claimed, "shared"), helper=helper)
    assert "Merkitty" in page.text
    assert "on kertonut asiasta" not in (await cell.open("/plan")).text
    kinds = [event.kind for event in await events(service, claimed)]
    assert kinds == ["actor", "plan", "consent", "shared"]


async def test_a_consent_taken_back_stops_sharing(net, cell, claimed, service):
    await add(net, claimed)
    helper = await helper_id(service, claimed)
    await net.send(at(claimed, "plan"))
    await cell.open("/plan")
    for choice in ("yes", "no", "no"):
        await post(cell, "/plan/helper", helper=helper, choice=choice)
    page = await net.open(at(claimed))
    assert "Ei 24.11." in page.text
    assert not any(event.kind == "shared" for event in await events(service, claimed))
    assert sum(event.kind == "consent" for event in await events(service, claimed)) == 2


async def test_the_person_sees_the_plan_only_when_it_is_shown_and_is_told(net, cell, claimed):
    await add(net, claimed)
    assert "Suunnitelmaa ei ole vielä" in (await cell.open("/plan")).text
    await net.send(at(claimed, "plan"))
    page = await cell.open("/plan")
    assert DOES in page.text
    assert "Sopiiko suunnitelma sinulle?" in page.text
    assert "Siiri Sosiaalinen on tehnyt sinulle suunnitelman" in (await cell.open("/chat")).text


async def test_the_persons_yes_reaches_the_worker_and_an_old_plan_takes_none(net, cell, claimed):
    await add(net, claimed)
    await net.send(at(claimed, "plan"))
    old = (await cell.open("/plan")).form("/plan")["fields"]["plan"]
    await add(net, claimed, listed="vva")
    await net.send(at(claimed, "plan"))
    late = await post(cell, "/plan", plan=old, choice="yes")
    assert late.status == 409
    assert "Suunnitelma on muuttunut" in late.text
    new = (await cell.open("/plan")).form("/plan")["fields"]["plan"]
    assert "Sanoit kyllä" in (await post(cell, "/plan", plan=new, choice="yes")).text
    assert "hyväksyi suunnitelman" in (await net.open(at(claimed))).text


async def test_a_task_of_the_persons_is_done_by_them_and_of_the_workers_not(net, cell, claimed):
    for whose, what in (("client", "Täytä hakemus."), ("worker", "Soita Kelaan.")):
        typed = {"whose": whose, "what": what, "by_when": "3.12.2026", "area": "money"}
        await net.send(at(claimed, "todo"), **typed)
    await net.send(at(claimed, "plan"))
    page = await cell.open("/plan")
    mine = page.form("/plan/done")["fields"]["todo"]
    assert sum(form["action"] == "/plan/done" for form in page.forms) == 1
    assert "Tehty" in (await post(cell, "/plan/done", todo=mine)).text
    assert (await post(cell, "/plan/done", todo="another")).status == 409
    assert "Tehty 24.11." in (await net.open(at(claimed))).text


async def test_who_writes_from_an_old_page_is_told_what_a_colleague_wrote(
    net, siiri, kalle, new_client, claimed, service
):
    other = await signed_in(new_client(), kalle)
    assert (await other.open(at(claimed))).status == 409
    siiri_, kalle_ = siiri.user.actor(), kalle.user.id
    await service.database.run(
        lambda uow: name_stand_in(uow, service.context, siiri_, claimed.referral_id, kalle_)
    )
    old = net.page.form(at(claimed, "status"))["fields"]
    status = {"area": "housing", "responsible": "worker"}
    await other.open(at(claimed))
    await other.send(at(claimed, "status"), **status, status="in_progress")
    page = await net.post(at(claimed, "status"), {**old, **status, "status": "met"})
    assert page.status == 409
    assert "Kalle Kokeilija muutti tilannetta" in page.text
    page = await net.send(at(claimed, "status"), **status, status="met")
    assert page.status == 200
    # A later row of one's own is no colleague's.
    page = await net.post(at(claimed, "status"), {**old, **status, "once": "x", "status": "met"})
    assert page.status == 200


async def test_earlier_statuses_stay_to_be_read(net, claimed):
    for status in ("in_progress", "met"):
        typed = {"area": "housing", "status": status, "responsible": "client"}
        page = await net.send(at(claimed, "status"), **typed)
    assert "Aiemmat tilanteet" in page.text
    assert "Siiri Sosiaalinen: Kesken" in page.text
    assert "Vastuussa: Asiakas" in page.text


async def test_another_county_finds_no_network(elsewhere, claimed):
    assert (await elsewhere.open(at(claimed))).status == 404


async def test_before_it_is_taken_the_network_is_read_only(desk, matti):
    page = await desk.open(f"/desk/referrals/{matti.referral_id}/network")
    assert "Voit lukea tätä" in page.text
    assert not any("/network/" in form["action"] for form in page.forms)


async def test_the_opening_is_in_the_trail(net, claimed, service):
    rows = await service.database.read(
        lambda uow: uow.trail.of_client(claimed.client.id, ("open_network",), 10)
    )
    assert [row.actor_name for row in rows] == ["Siiri Sosiaalinen"]


async def test_the_person_sees_who_opened_the_network_and_that_the_summary_is_unread(net, cell):
    page = await cell.open("/access-log")
    assert (
        "Siiri Sosiaalinen, Pohjois-Savon hyvinvointialue. Hän avasi tukiverkostosi." in page.text
    )
    assert "Kukaan ei ole vielä lukenut" in (await cell.open("/sent")).text
