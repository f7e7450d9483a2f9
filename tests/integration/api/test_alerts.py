"""Alerts by API."""

from tests.integration.api.situations import ok, problem, tell_needs

PATH = "/api/v1/alerts"


async def alert_text(person):
    thread = await ok(person.get("/api/v1/client/thread"))
    return [message["text"] for message in thread["messages"]][-2]


async def test_staff_learn_who_where_when_and_which_kind(person, guard):
    client = await person()
    await tell_needs(client)
    await ok(client.post("/api/v1/client/help"), 201)
    (alert,) = (await ok((await guard()).get(PATH)))["items"]
    assert alert["kind"] == "asked_for_help" and alert["raised_at"] == "2026-11-24T08:00:00Z"
    assert alert["client"]["name"] == "Matti Meikäläinen" and alert["client"]["place"] == "A 12"
    assert "home" not in str(alert)


async def test_the_person_is_told_that_staff_watch_only_if_somebody_does(person, guard, content):
    client, staff = await person(), await guard()
    await ok(client.post("/api/v1/client/help"), 201)

    def begins(key):
        return content.texts.say("en", f"crisis.alert.{key}", time="10.00", call_button="x")[:30]

    assert (await alert_text(client)).startswith(begins("maybe_unseen"))
    await ok(staff.get(PATH))
    assert (await alert_text(client)).startswith(begins("maybe_unseen"))
    await ok(staff.get(f"{PATH}?watching=true"))
    assert (await alert_text(client)).startswith(begins("sent"))


async def test_a_second_who_acknowledges_learns_who_was_first(person, guard):
    client = await person()
    alert = (await ok(client.post("/api/v1/client/help"), 201))["alert"]
    first, second = await guard(name="Eka Vartija"), await guard()
    done = await ok(first.post(f"{PATH}/{alert}/acknowledge"))
    assert done["first"] and done["acknowledged_by"] == "Eka Vartija"
    late = await ok(second.post(f"{PATH}/{alert}/acknowledge"))
    assert not late["first"] and late["acknowledged_by"] == "Eka Vartija"
    assert (await ok(first.get(PATH)))["items"] == []
    answered = await ok(first.get(f"{PATH}?state=acknowledged"))
    assert [each["id"] for each in answered["items"]] == [alert]
    await problem(first.get(f"{PATH}?state=lost"), 422, "state_unknown")
