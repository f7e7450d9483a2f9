"""A worker's calendar names nobody; its address can be revoked; days away end meetings."""

import datetime as dt

import icalendar
import pytest

from bot.casework.actor import Role
from tests.integration.staff_browser import signed_in

FRIDAY = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
POSTS = ("/desk/calendar", "/desk/calendar/end", "/desk/calendar/away", "/desk/calendar/there")


async def address(desk):
    csrf = (await desk.open("/desk/calendar")).form("/desk/calendar")["fields"]
    page = await desk.post("/desk/calendar", csrf)
    start = page.html.index('id="address"')
    value = page.html[start:].split('value="')[1].split('"')[0]
    return "/calendar/" + value.rsplit("/", 1)[1]


async def test_the_feed_has_times_and_prisons_and_no_names_or_links(
    desk, claimed, siiri, new_client
):
    meeting = await claimed.requested(siiri, FRIDAY)
    response = await new_client().get(await address(desk))
    assert response.status == 200 and response.content_type == "text/calendar"
    body = await response.read()
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [FRIDAY]
    assert str(events[0]["uid"]) == f"{meeting}@reitti"
    assert str(events[0]["location"]) == "Kuopion vankila"
    for secret in (b"Matti", b"2041", b"http", b"meet.example"):
        assert secret not in body


async def test_an_address_that_was_revoked_or_replaced_opens_nothing(desk, new_client):
    first = await address(desk)
    second = await address(desk)
    program = new_client()
    assert (await program.get(first)).status == 404
    assert (await program.get(second)).status == 200
    csrf = (await desk.open("/desk/calendar")).form("/desk/calendar/end")["fields"]
    for _ in range(2):
        assert (await desk.post("/desk/calendar/end", csrf)).status == 200
    assert (await program.get(second)).status == 404
    assert (await program.get("/calendar/guessed")).status == 404


async def test_one_meeting_is_a_file_for_its_worker_alone(
    desk, claimed, siiri, staff_user, new_client
):
    meeting = await claimed.requested(siiri, FRIDAY)
    path = f"/desk/meetings/{meeting}/calendar"
    assert (await desk.open(path)).status == 200
    colleague = await staff_user(Role.SOCIAL_WORKER, username="pekka", name="Pekka")
    other = await signed_in(new_client(), colleague)
    assert (await other.open(path)).status == 409


async def test_days_away_cancel_what_was_agreed(desk, claimed, siiri):
    meeting = await claimed.requested(siiri, FRIDAY)
    csrf = (await desk.open("/desk/calendar")).form("/desk/calendar/away")["fields"]
    page = await desk.post("/desk/calendar/away", {**csrf, "first": "27.11.2026"})
    assert "Muuttuneita tapaamisia: 1" in page.text
    found = await claimed.run(lambda uow: uow.meetings.of_county(meeting, "pohjois-savo"))
    assert (found.state, found.flag) == ("cancelled", "worker_away")
    page = await desk.post("/desk/calendar/away", {**csrf, "first": "1.1.2020"})
    assert page.status == 422


@pytest.mark.parametrize("path", POSTS)
async def test_no_form_works_without_token_or_for_another_role(desk, path, staff_user, new_client):
    assert (await desk.post(path, {"id": "x"})).status == 403
    guard = await staff_user(Role.PRISON_STAFF, username="vera")
    other = await signed_in(new_client(), guard)
    assert (await other.post(path, {"id": "x"})).status == 403


async def test_days_of_another_worker_are_not_there(desk):
    csrf = (await desk.open("/desk/calendar")).form("/desk/calendar/away")["fields"]
    page = await desk.post("/desk/calendar/there", {**csrf, "id": "x"})
    assert page.status == 404


async def test_free_times_are_offered_with_all_who_take_part(desk, claimed):
    await desk.open(f"/desk/referrals/{claimed.referral_id}")
    page = await desk.send(f"/desk/referrals/{claimed.referral_id}/meetings")
    action = f"{page.path}/offer"
    free = page.html.split('name="free-')[1].split('"')[0]
    fields = page.form(action)["fields"]
    named = {"partner1": "Kela", "role1": "kela", "purpose": "income", "mode": "video"}
    page = await desk.post(action, {**fields, f"free-{free}": "1", **named})
    assert page.status == 200 and "Ajat on lähetetty asiakkaalle" in page.text
    assert "Kela" in page.text
    meeting = page.path.rsplit("/", 1)[1]
    found = await claimed.run(lambda uow: uow.meetings.of_county(meeting, "pohjois-savo"))
    assert [slot.start for slot in found.slots] == [dt.datetime.fromisoformat(free)]
    assert [(p.organisation, p.role) for p in found.others] == [("Kela", "kela")]
