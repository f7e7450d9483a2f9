"""Prison staff change their rules of meetings on a page, and print the list of a day."""

import datetime as dt

import pytest

from bot.casework.actor import Right, Role
from tests.integration.staff_browser import signed_in
from tests.integration.staff_situations import WORDS, person_who_sent

FRIDAY = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
LIMITS = {"notice": "24", "longest": "60", "mode-phone": "1", "ask": "Kysy esimieheltä."}
NAMED = "Kela\n\n Velkaneuvonta \nKela"
DAYS = {"first": "27.11.2026", "last": "30.11.2026"}
FORMS = {
    "limits": LIMITS,
    "hours": {"opens4-1": "9", "closes4-1": "15.00"},
    "place": {"name": "Selli 4", "device": "video", "capacity": "2"},
    "close": {"day4": "1", "starts": "11", "ends": "12.30", "kind": "count"},
    "block": {**DAYS, "reason": "Remontti"},
    "grant": {**DAYS, "organisation": "Kela", "role": "kela"},
    "approvers": {},
}
WITH_ID = ("remove-place", "open", "unblock", "withdraw")


def path(what):
    return f"/prison/rules/{what}"


async def schedule(service):
    today = dt.date(2026, 11, 24)
    return await service.database.read(lambda uow: uow.rules.schedule("kuopio", today))


@pytest.mark.parametrize("what", FORMS)
async def test_each_rule_is_stored_and_twice_is_no_harm(office, what):
    form = (await office.open("/prison/rules")).form(path(what))["fields"]
    for _ in range(2):
        page = await office.post(path(what), {**form, **FORMS[what]})
        assert page.status == 200
        assert "Sääntö on tallennettu" in page.text


@pytest.mark.parametrize("what", [*FORMS, *WITH_ID])
async def test_no_form_works_without_its_token_right_or_role(
    office, what, staff_user, new_client, siiri
):
    form = {**FORMS.get(what, {}), "id": "x"}
    assert (await office.post(path(what), form)).status == 403
    login = await staff_user(Role.PRISON_STAFF, username="vera", rights=frozenset({Right.CODES}))
    for who in (login, siiri):
        other = await signed_in(new_client(), who)
        page = await other.post(path(what), form)
        assert page.status == 403


@pytest.mark.parametrize("what", WITH_ID)
async def test_what_is_another_prisons_does_not_exist_here(elsewhere, office, service, what):
    csrf = (await elsewhere.open("/prison/rules")).form(path("limits"))["fields"]["csrf"]
    room = await service.database.read(lambda uow: uow.prisons.places("kuopio")[0].id)
    page = await elsewhere.post(path(what), {"csrf": csrf, "id": room})
    assert page.status == 404


async def test_a_mistake_is_said_and_changes_nothing(office, service):
    form = (await office.open("/prison/rules")).form(path("block"))["fields"]
    page = await office.post(path("block"), {**form, **DAYS, "reason": " "})
    assert page.status == 422 and "Kirjoita syy" in page.text
    page = await office.post(path("close"), {**form, "day1": "1", "starts": "x", "ends": "9"})
    assert page.status == 422
    found = await schedule(service)
    assert (found.blocked, found.closed) == ((), ())


async def test_the_limits_are_those_that_were_typed(office, service):
    form = (await office.open("/prison/rules")).form(path("limits"))["fields"]
    kept = {name: value for name, value in form.items() if not name.startswith("mode-")}
    await office.post(path("limits"), {**kept, **LIMITS, "organisations": NAMED})
    rules = (await schedule(service)).rules
    assert (rules.notice_hours, rules.longest, rules.modes) == (24, 60, ("phone",))
    assert rules.ask == "Kysy esimieheltä."
    assert rules.organisations == ("Kela", "Velkaneuvonta")


async def test_a_colleagues_matters_are_ticked_and_their_page_has_no_button_for_others(
    office, matti, siiri, staff_user, new_client
):
    venla = await staff_user(Role.PRISON_STAFF, username="venla", name="Venla Valvoja")
    await matti.requested(siiri, FRIDAY)
    form = (await office.open("/prison/rules")).form(path("approvers"))["fields"]
    ticks = {f"decides-{venla.user.id}-legal": "1"}
    await office.post(path("approvers"), {**form, **ticks})
    other = await signed_in(new_client(), venla)
    page = await other.open("/prison")
    assert "Tästä asiasta päättää kollega" in page.text
    assert "Hyväksy aika" not in page.text and "Hylkää" not in page.text
    assert "Hyväksy aika" in (await office.open("/prison")).text
    page = await other.open("/prison/rules")
    form = page.form(path("approvers"))["fields"]
    page = await other.post(path("approvers"), {**form, f"decides-{venla.user.id}-health": "1"})
    assert page.status == 422 and "Vain kollega voi muuttaa" in page.text


async def test_a_blocked_day_ends_a_meeting_and_says_how_many(office, matti, siiri, vesa):
    meeting = await matti.approved(siiri, vesa, FRIDAY)
    form = (await office.open("/prison/rules")).form(path("block"))["fields"]
    page = await office.post(path("block"), {**form, **DAYS, "reason": "Remontti"})
    assert "Muuttuneita tapaamisia: 1" in page.text
    found = await matti.run(lambda uow: uow.meetings.of_prison(meeting, "kuopio"))
    assert (found.state, found.flag) == ("cancelled", "blocked")


async def test_the_list_of_a_day_says_who_where_when_and_nothing_else(office, matti, siiri, vesa):
    await matti.approved(siiri, vesa, FRIDAY)
    page = await office.open("/prison/day?day=2026-11-27")
    for words in ("Osasto 3", "Matti Meikäläinen", "10.00–10.45", "Tapaamishuone"):
        assert words in page.text
    assert not any(words in page.html for words in WORDS)
    assert "Ei tapaamisia" in (await office.open("/prison/day?day=nonsense")).text


async def test_several_requests_are_permitted_at_one_press(office, service, matti, siiri):
    asked = [await matti.requested(siiri, FRIDAY)]
    other = await person_who_sent(service, name="Malla Esimerkki", place="Osasto 1")
    await other.claimed_by(siiri)
    asked.append(await other.requested(siiri, FRIDAY + dt.timedelta(hours=1)))
    form = (await office.open("/prison")).form("/prison/approve")["fields"]
    page = await office.post(
        "/prison/approve", {**form, **{f"meeting-{each}": "2" for each in asked}}
    )
    assert "Ei pyyntöjä" in page.text and "Valitut ajat on hyväksytty" in page.text
