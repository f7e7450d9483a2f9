"""Hand-overs and a leader's figures by API."""

import dataclasses

import pytest

from bot.casework.actor import Role
from bot.casework.outbox import Destination
from tests.integration.api.situations import ok, problem


@pytest.fixture
def content(content):
    """The county of the tests takes hand-overs, at an address where nobody listens."""
    away = Destination("http://127.0.0.1:9/reitti", "s" * 32, (), "fi")
    return dataclasses.replace(content, destinations={"pohjois-savo": away})


async def test_a_referral_is_handed_over_once_whoever_asks_again(sent, worker):
    case, social = await sent(), await worker()
    one = f"/api/v1/referrals/{case.referral}"
    await problem(social.post(f"{one}/handover"), 409, "network_take_first")
    await ok(social.post(f"{one}/claim"))
    first = await ok(social.post(f"{one}/handover"), 201)
    again = await ok(social.post(f"{one}/handover"), 201)
    assert [row["id"] for row in first["rows"]] == [row["id"] for row in again["rows"]]
    assert len(again["rows"]) == 1
    found = await ok(social.get(f"{one}/handover"))
    assert found["on"] and found["version"] == 1


async def test_a_colleague_reads_hand_overs_with_a_reason_and_sends_none(sent, worker):
    case, first, second = await sent(), await worker(), await worker()
    one = f"/api/v1/referrals/{case.referral}"
    await ok(first.post(f"{one}/claim"))
    await problem(second.post(f"{one}/handover"), 409, "claimed_by_other")
    await problem(second.get(f"{one}/handover"), 409, "claimed_by_other")
    assert (await ok(second.get(f"{one}/handover?reason=absence")))["can_act"] is False


async def test_a_county_without_a_system_hands_nothing_over(sent, worker):
    case = await sent(county="vantaa-kerava")
    social = await worker(county="vantaa-kerava")
    one = f"/api/v1/referrals/{case.referral}"
    await ok(social.post(f"{one}/claim"))
    assert (await ok(social.get(f"{one}/handover")))["on"] is False
    await problem(social.post(f"{one}/handover"), 409, "handover_off")


async def test_a_leader_gets_figures_and_small_ones_are_null(sent, staff_user, sign_in_staff):
    for _ in range(2):
        await sent(name="Maija Virtanen")
    leader = await sign_in_staff(await staff_user(Role.LEADER))
    answer = await leader.get("/api/v1/figures")
    found = await ok(leader.get("/api/v1/figures?quarter=2026-4"))
    assert found["total"] is None and found["areas"]["housing"] is None
    assert found["areas"]["family"] == 0
    assert found["on_time"] == {"percent": None, "bound": "hidden"}
    assert "Maija" not in await answer.text()
    await problem(leader.get("/api/v1/figures?quarter=1999-1"), 422, "quarter_unknown")


async def test_the_leader_of_a_prison_has_no_countys_figures(staff_user, sign_in_staff):
    login = await staff_user(Role.LEADER, county=None, prison="kuopio")
    await problem((await sign_in_staff(login)).get("/api/v1/figures"), 403)
