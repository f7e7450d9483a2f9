"""Staff sign in by API."""

import pyotp
import pytest

from bot.casework.actor import Role
from tests.integration.api.situations import ok, problem

PATH = "/api/v1/staff/session"


async def test_the_role_and_the_county_come_with_the_account(staff_user, app_client):
    login = await staff_user(name="Tiina Työntekijä")
    body = {"username": login.username, "password": login.password}
    shown = await ok(app_client.post(PATH, json=body), 201)
    assert shown["role"] == "social_worker" and shown["county"] == "pohjois-savo"
    assert shown["prison"] is None and shown["name"] == "Tiina Työntekijä"
    assert await ok(app_client.get(PATH)) == shown


async def test_prison_staff_see_their_rights(staff_user, sign_in_staff):
    client = await sign_in_staff(await staff_user(Role.PRISON_STAFF))
    assert (await ok(client.get(PATH)))["rights"] == ["alerts", "approve", "codes"]


@pytest.mark.parametrize("username", ["nobody", "social_worker1", "a\x00b", "ä" * 2000])
async def test_a_wrong_password_and_an_unknown_name_read_the_same(username, staff_user, app_client):
    await staff_user()
    body = {"username": username, "password": "wrong password"}
    await problem(app_client.post(PATH, json=body), 401, "staff_wrong")


async def test_guessing_is_held_up_even_for_the_right_password(staff_user, app_client):
    login = await staff_user()
    body = {"username": login.username, "password": "wrong password"}
    for _ in range(5):
        await problem(app_client.post(PATH, json=body), 401)
    right = {**body, "password": login.password}
    answer = await app_client.post(PATH, json=right)
    assert answer.status == 429 and int(answer.headers["Retry-After"]) > 0


async def test_a_one_time_code_is_asked_for_where_it_is_set_and_serves_once(
    staff_user, new_client, clock
):
    seed = pyotp.random_base32()
    login = await staff_user(totp_secret=seed)
    body = {"username": login.username, "password": login.password}
    await problem(new_client().post(PATH, json=body), 401, "totp_needed")
    wrong = {**body, "totp": "000000"}
    await problem(new_client().post(PATH, json=wrong), 401, "totp_wrong")
    right = {**body, "totp": pyotp.TOTP(seed).at(clock.moment)}
    await ok(new_client().post(PATH, json=right), 201)
    await problem(new_client().post(PATH, json=right), 401, "totp_wrong")


async def test_signing_out_ends_it(worker):
    client = await worker()
    assert (await client.delete(PATH)).status == 204
    await problem(client.get("/api/v1/referrals"), 401)


async def test_refusals_are_in_the_language_of_the_session(worker, content):
    client = await worker()
    await ok(client.patch(PATH, json={"lang": "sv"}))
    found = await problem(client.get("/api/v1/referrals?state=lost"), 422, "state_unknown")
    assert found["detail"] == content.texts.say("sv", "error.state_unknown")
