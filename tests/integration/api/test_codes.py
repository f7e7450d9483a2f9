"""Codes by API."""

import pytest

from tests.integration.api.situations import ok, problem

PATH = "/api/v1/codes"
NEW = {
    "county": "pohjois-savo",
    "release_date": "2027-01-01",
    "lang": "sv",
    "name": "Maija Virtanen",
    "place": "B 2",
}


async def test_a_new_code_lets_the_person_in(guard, sign_in_person):
    issued = await ok((await guard()).post(PATH, json=NEW), 201)
    assert issued["expires_at"] == "2026-12-08T08:00:00Z"
    person = await sign_in_person(issued["code"], lang=None)
    assert (await ok(person.get("/api/v1/client/session")))["lang"] == "sv"
    summary = await ok(person.get("/api/v1/client/summary"))
    assert summary["release"]["date"] == "2027-01-01" and summary["prison"] == "kuopio"


async def test_another_code_for_the_same_person_ends_the_first(guard, app_client):
    staff = await guard()
    first = await ok(staff.post(PATH, json=NEW), 201)
    second = await ok(staff.post(PATH, json={"client": first["client_id"]}), 201)
    assert second["client_id"] == first["client_id"] and second["code"] != first["code"]
    session = "/api/v1/client/session"
    await problem(app_client.post(session, json={"code": first["code"]}), 401, "code_wrong")
    await ok(app_client.post(session, json={"code": second["code"]}), 201)


async def test_a_person_of_another_prison_is_not_known(guard):
    there = await guard(prison="vantaa")
    issued = await ok(there.post(PATH, json=NEW), 201)
    body = {"client": issued["client_id"]}
    await problem((await guard()).post(PATH, json=body), 404, "unknown_client")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"release_date": "tomorrow"}, "field_wrong"),
        ({"release_date": "2027-02-31"}, "field_wrong"),
        ({"county": "nowhere"}, "unknown_county"),
        ({"county": None}, "unknown_county"),
        ({"name": None}, "code_needs_name"),
        ({"place": ""}, "code_needs_place"),
        ({"lang": "de"}, "field_wrong"),
        ({"name": "x" * 101}, "too_long"),
    ],
)
async def test_what_is_wrong_is_said(change, key, guard):
    await problem((await guard()).post(PATH, json={**NEW, **change}), 422, key)


async def test_the_day_of_release_must_be_named_or_unknown(guard):
    staff = await guard()
    body = {name: value for name, value in NEW.items() if name != "release_date"}
    found = await problem(staff.post(PATH, json=body), 422, "field_missing")
    assert found["field"] == "release_date"
    await ok(staff.post(PATH, json={**body, "release_date": "unknown"}), 201)
