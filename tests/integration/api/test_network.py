"""The support network and the plan by API: as the pages have them."""

import pytest

from tests.integration.api.situations import ok, problem

MOVES = "Helps with the move."


@pytest.fixture
async def case(sent, worker):
    """A person who has sent, and the worker who has taken it."""
    made = await sent()
    made.social = await worker(name="Siiri Sosiaalinen")
    made.net = f"/api/v1/referrals/{made.referral}/network"
    await ok(made.social.post(f"/api/v1/referrals/{made.referral}/claim"))
    return made


async def add(case, **how):
    body = {"area": "housing", "does": MOVES, "listed": "rets", **how}
    found = await ok(case.social.post(f"{case.net}/actor", json=body), 201)
    return found["needs"][0]["helpers"][-1]["id"]


async def plan(case, path="", **body):
    path = f"/api/v1/client/plan{path}"
    return await ok(case.person.post(path, json=body) if body else case.person.get(path))


async def test_who_helps_with_what_by_when_and_how_it_goes(case):
    await add(case, by_when="2026-12-03")
    await add(case, listed=None, name="Serkku Pekka")
    status = {"area": "housing", "status": "in_progress", "responsible": "client"}
    await ok(case.social.post(f"{case.net}/status", json=status))
    found = await ok(case.social.get(case.net))
    need = found["needs"][0]
    assert [h["name"] for h in need["helpers"]] == [None, "Serkku Pekka"]
    assert need["helpers"][0]["by_when"] == "2026-12-03"
    assert (need["status"], need["responsible"]) == ("in_progress", "client")
    assert [row["by"] for row in need["history"]] == ["Siiri Sosiaalinen"]
    assert found["can_act"]


async def test_nothing_is_shared_before_the_persons_yes(case):
    helper = await add(case)
    shared = {"helper": helper}
    await problem(case.social.post(f"{case.net}/shared", json=shared), 409, "network_no_consent")
    await ok(case.social.post(f"{case.net}/plan"))
    shown = await plan(case, "/consent", helper=helper, yes=True)
    assert shown["needs"][0]["helpers"][0]["consent"] is True
    found = await ok(case.social.post(f"{case.net}/shared", json=shared))
    assert found["needs"][0]["helpers"][0]["shared_at"]


async def test_the_person_reads_the_plan_when_it_is_shown_and_answers_that_one(case):
    await add(case)
    assert (await plan(case))["needs"] == []
    await ok(case.social.post(f"{case.net}/plan"))
    shown = await plan(case)
    assert shown["needs"][0]["helpers"][0]["does"] == MOVES
    assert shown["worker"] == "Siiri Sosiaalinen"
    assert (await plan(case, "/answer", plan=shown["plan"], yes=True))["answer"] is True
    await add(case, listed="vva")
    await ok(case.social.post(f"{case.net}/plan"))
    late = case.person.post("/api/v1/client/plan/answer", json={"plan": shown["plan"], "yes": True})
    await problem(late, 409, "plan_changed")


async def test_each_side_does_its_own_things(case):
    ids = []
    for whose in ("client", "worker"):
        body = {"whose": whose, "what": "Fill in the form.", "by_when": "2026-12-03"}
        found = await ok(case.social.post(f"{case.net}/todo", json=body), 201)
        ids += [todo["id"] for todo in found["todos"] if todo["whose"] == whose]
    await ok(case.social.post(f"{case.net}/plan"))
    done = await plan(case, "/done", todo=ids[0])
    assert {todo["id"]: bool(todo["done_at"]) for todo in done["todos"]}[ids[0]]
    theirs = case.person.post("/api/v1/client/plan/done", json={"todo": ids[1]})
    await problem(theirs, 404)
    found = await ok(case.social.post(f"{case.net}/done", json={"todo": ids[1]}))
    assert all(todo["done_at"] for todo in found["todos"])


async def test_who_helps_no_more_is_gone_and_again_is_harmless(case):
    helper = await add(case)
    for _ in range(2):
        found = await ok(case.social.post(f"{case.net}/leave", json={"helper": helper}))
        assert found["needs"][0]["helpers"] == []


async def test_the_same_key_adds_one_actor(case):
    body = {"area": "housing", "does": MOVES, "listed": "rets"}
    for _ in range(2):
        key = {"Idempotency-Key": "k1"}
        found = await ok(case.social.post(f"{case.net}/actor", json=body, headers=key), 201)
    assert len(found["needs"][0]["helpers"]) == 1


@pytest.mark.parametrize(
    ("act", "body", "key"),
    [
        ("actor", {"area": "housing", "does": MOVES, "listed": "nobody"}, "network_actor_unknown"),
        ("actor", {"area": "health", "does": MOVES, "listed": "rets"}, "network_area_unknown"),
        ("actor", {"area": "housing", "does": MOVES}, "text_empty"),
        ("actor", {"area": "housing", "does": MOVES, "by_when": "2026-02-30"}, "field_wrong"),
        ("todo", {"whose": "client", "what": "x", "by_when": "2020-01-01"}, "network_day_past"),
        ("todo", {"whose": "prison", "what": "x"}, "field_wrong"),
        ("status", {"area": "housing", "status": "met", "responsible": "h9"}, None),
    ],
)
async def test_bad_input_names_what_is_wrong(case, act, body, key):
    await problem(case.social.post(f"{case.net}/{act}", json=body), 422, key)


async def test_what_a_colleague_has_is_read_with_a_reason_and_not_written(case, worker):
    other = await worker(name="Kalle Kokeilija")
    await problem(other.get(case.net), 409, "claimed_by_other")
    assert (await ok(other.get(f"{case.net}?reason=absence")))["can_act"] is False
    status = {"area": "housing", "status": "met", "responsible": "worker"}
    refused = other.post(f"{case.net}/status", json=status)
    assert (await problem(refused, 409, "claimed_by_other"))["name"] == "Siiri Sosiaalinen"


async def test_what_nobody_has_taken_or_is_closed_is_not_written(case):
    status = {"area": "housing", "status": "met", "responsible": "worker"}
    for verb, body in (("release", {}), ("claim", {}), ("close", {"outcome": "met"})):
        await ok(case.social.post(f"/api/v1/referrals/{case.referral}/{verb}", json=body))
        if verb != "claim":
            refused = case.social.post(f"{case.net}/status", json=status)
            await problem(refused, 409, "network_take_first")


async def test_a_plan_without_anything_is_not_shown(case):
    await problem(case.social.post(f"{case.net}/plan"), 409, "network_plan_empty")


async def test_the_plan_holds_nothing_that_is_the_workers_alone(case):
    helper = await add(case)
    await ok(case.social.post(f"{case.net}/plan"))
    shown = await plan(case)
    assert set(shown["needs"][0]) == {
        "area", "status", "responsible", "responsible_label", "helpers"
    }  # fmt: skip
    assert helper in str(shown)
