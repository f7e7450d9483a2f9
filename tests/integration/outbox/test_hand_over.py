"""Handing a referral over: signed, once, tried again, and told to who asked."""

import datetime as dt
import json

import pytest

from bot.casework.actor import Role, client_actor
from bot.casework.outbox import CUT_OFF, WAITS, DeliveryState
from bot.casework.services.erase import erase
from bot.casework.services.sending import begin
from bot.web.delivering import Postman
from bot.web.webhook import signature
from tests.integration.outbox.conftest import SECRET
from tests.integration.staff_browser import signed_in
from tests.integration.staff_situations import HOUSING, person_who_sent


@pytest.fixture
async def siiri(staff_user):
    return await staff_user(Role.SOCIAL_WORKER, username="siiri", name="Siiri Sosiaalinen")


@pytest.fixture
async def matti(service, siiri):
    situation = await person_who_sent(service)
    await situation.claimed_by(siiri)
    return situation


@pytest.fixture
async def desk(siiri, new_client, matti):
    browser = await signed_in(new_client(), siiri)
    await browser.open(path(matti))
    return browser


def path(matti):
    return f"/desk/referrals/{matti.referral_id}/handover"


async def rows(service, matti):
    return await service.database.read(lambda uow: uow.outbox.of_referral(matti.referral_id))


async def test_the_receiver_gets_the_referral_signed_and_the_worker_sees_that(
    desk, matti, postman, receiver, clock
):
    page = await desk.send(path(matti))
    assert "Odottaa" in page.text
    assert await postman.deliver() == 1
    headers, body = receiver.posts[0]
    sent = json.loads(body)
    assert sent["id"] == headers["Reitti-Delivery"]
    assert sent["referral"]["needs"][0]["statements"][0]["text"] == HOUSING
    stamp = int(clock.now().timestamp())
    assert headers["Reitti-Timestamp"] == str(stamp)
    assert headers["Reitti-Signature"] == signature(SECRET, stamp, sent["id"], body)
    page = await desk.open(path(matti))
    assert "Perillä" in page.text
    assert not any(form["action"] == path(matti) for form in page.forms)
    assert "Siirto on perillä" in (await desk.open(f"/desk/referrals/{matti.referral_id}")).text


async def test_pressed_twice_it_is_one_delivery_that_leaves_once(
    desk, matti, postman, receiver, service
):
    fields = desk.page.form(path(matti))["fields"]
    for _ in range(2):
        await desk.post(path(matti), fields)
    await postman.deliver()
    await postman.deliver()
    assert len(receiver.posts) == 1
    assert len(await rows(service, matti)) == 1


async def test_a_receiver_that_answers_500_is_tried_again_with_the_same_id(
    desk, matti, postman, receiver, clock
):
    receiver.statuses = [500, 503]
    await desk.send(path(matti))
    await postman.deliver()
    assert await postman.deliver() == 0
    page = await desk.open(path(matti))
    assert "Järjestelmä vastasi virheellä 500." in page.text
    assert "Uusi yritys" in page.text
    for wait in WAITS[:2]:
        clock.move_on(seconds=wait.total_seconds())
        await postman.deliver()
    assert [headers["Reitti-Delivery"] for headers, _ in receiver.posts] == [
        receiver.posts[0][0]["Reitti-Delivery"]
    ] * 3
    assert len({body for _, body in receiver.posts}) == 1
    assert "Perillä" in (await desk.open(path(matti))).text


async def test_a_receiver_that_hangs_holds_nobody_up(desk, matti, postman, receiver, service):
    receiver.hangs = True
    await desk.send(path(matti))
    await postman.deliver()
    row = (await rows(service, matti))[0]
    assert (row.state, row.problem) == (DeliveryState.WAITING, "timeout")
    assert "ei vastannut ajoissa" in (await desk.open(path(matti))).text


@pytest.mark.parametrize("status", [400, 401, 302])
async def test_what_is_refused_for_good_fails_at_once_and_can_be_tried_anew(
    desk, matti, postman, receiver, status
):
    receiver.statuses = [status]
    await desk.send(path(matti))
    await postman.deliver()
    page = await desk.open(path(matti))
    assert "Ei onnistunut" in page.text
    await desk.send(path(matti))
    await postman.deliver()
    assert "Perillä" in (await desk.open(path(matti))).text
    assert len({headers["Reitti-Delivery"] for headers, _ in receiver.posts}) == 1


async def test_it_gives_up_in_the_end_and_says_so(desk, matti, postman, receiver, clock):
    receiver.statuses = [500] * 20
    await desk.send(path(matti))
    for wait in (*WAITS, dt.timedelta(days=9)):
        await postman.deliver()
        clock.move_on(seconds=wait.total_seconds())
    assert await postman.deliver() == 0
    assert len(receiver.posts) == len(WAITS) + 1


async def test_what_was_cut_off_by_a_restart_leaves_with_the_same_id(
    desk, matti, postman, receiver, service, clock, content
):
    await desk.send(path(matti))
    # The process dies while it sends: begun, and never ended.
    await service.database.run(lambda uow: begin(uow, service.context))
    after = Postman(service.database, service.context, service.settings, content.texts)
    assert await after.deliver() == 0
    clock.move_on(seconds=CUT_OFF.total_seconds())
    assert await after.deliver() == 1
    assert len(receiver.posts) == 1


async def test_what_the_person_changed_or_erased_meanwhile_does_not_leave(
    desk, matti, postman, receiver, service
):
    await desk.send(path(matti))

    def next_version(uow):
        referral = uow.referrals.of_client(matti.client.id)
        content, at = uow.referrals.version(referral.id, 1)
        referral.content_version = 2
        uow.referrals.save(referral)
        uow.referrals.add_version(referral.id, 2, content, at)

    await service.database.run(next_version)
    await postman.deliver()
    assert receiver.posts == []
    page = await desk.open(path(matti))
    assert "Siirrä uusi versio" in page.text
    await desk.send(path(matti))
    person = client_actor(matti.client.id)
    await service.database.run(lambda uow: erase(uow, service.context, person.id, person))
    await postman.deliver()
    assert receiver.posts == []


async def test_a_county_without_a_system_hands_nothing_over(staff_user, service, new_client):
    login = await staff_user(Role.SOCIAL_WORKER, username="onni", county="vantaa-kerava")
    other = await person_who_sent(service, county="vantaa-kerava")
    await other.claimed_by(login)
    browser = await signed_in(new_client(), login)
    page = await browser.open(path(other))
    assert "ei ole vielä järjestelmää" in page.text
    fields = page.form("/staff/sign-out")["fields"]
    assert (await browser.post(path(other), fields)).status == 409


async def test_another_county_and_a_colleague_hand_nothing_over(
    matti, staff_user, new_client, service
):
    for username, county, status in (("onni", "vantaa-kerava", 404), ("kalle", None, 409)):
        scope = {"county": county} if county else {}
        login = await staff_user(Role.SOCIAL_WORKER, username=username, **scope)
        browser = await signed_in(new_client(), login)
        fields = browser.page.form("/staff/sign-out")["fields"]
        assert (await browser.post(path(matti), fields)).status == status
    assert await rows(service, matti) == []
