"""Access codes: shown once on a slip, on the person's part only, and taken back at a press."""

import re

import pytest

from bot.casework.actor import Right
from bot.casework.services.codes import list_of_prison
from tests.integration.staff_browser import signed_in

CODES = "/prison/codes"
FACTS = {
    "name": "Aino Uusi",
    "number": "3001",
    "place": "Osasto 1, selli 2",
    "county": "pohjois-savo",
    "release_date": "3.12.2026",
    "lang": "fi",
}
SHOWN = re.compile(r"[34679ACDEFGHJKMNPQRTWXY]{4}( [34679ACDEFGHJKMNPQRTWXY]{4}){2}")


def code_on(page):
    found = re.search(r'class="slip__code">([^<]+)<', page.html)
    assert found, page.text
    return found[1]


async def issued(service, login):
    context, actor = service.context, login.user.actor()
    return await service.database.run(lambda uow: list_of_prison(uow, context, actor))


async def enter(new_client, code, **more):
    answer = await new_client().post("/api/v1/client/session", json={"code": code, **more})
    return answer.status


async def test_the_slip_shows_a_code_that_lets_the_person_in(office, new_client):
    await office.open(CODES)
    page = await office.send(CODES, **FACTS)
    assert page.heading == "Koodilappu"
    assert await enter(new_client, code_on(page)) == 201


async def test_the_code_stands_on_the_upper_part_only(office):
    await office.open(CODES)
    page = await office.send(CODES, **FACTS)
    upper, lower = page.html.split('class="cut"')
    assert len(SHOWN.findall(upper)) == 1
    assert not SHOWN.findall(lower)
    assert "Aino Uusi, 3001" in lower
    assert "Aino Uusi" not in upper.split('class="slip"')[1]


async def test_the_slip_speaks_the_persons_language_and_the_receipt_the_staffs(office):
    await office.open(CODES)
    page = await office.send(CODES, **{**FACTS, "lang": "sv"})
    upper, lower = page.html.split('class="cut"')
    assert "Din kod" in upper
    assert '<section class="slip" lang="sv"' in upper
    assert "Vankilan kappale" in lower


async def test_the_same_form_sent_twice_gives_no_second_code(office, service, vesa):
    form = (await office.open(CODES)).form(CODES)["fields"]
    await office.post(CODES, {**form, **FACTS})
    page = await office.post(CODES, {**form, **FACTS})
    assert page.path == CODES
    assert "Tämä koodi on jo annettu" in page.text
    assert not SHOWN.findall(page.html)
    assert len(await issued(service, vesa)) == 1


async def test_the_list_never_shows_a_code(office):
    await office.open(CODES)
    await office.send(CODES, **FACTS)
    page = await office.open(CODES)
    assert "Aino Uusi, 3001" in page.text
    assert "Osasto 1, selli 2" in page.text
    assert not SHOWN.findall(page.html)


@pytest.mark.parametrize(
    ("wrong", "words", "field"),
    [
        ({"place": ""}, "Kirjoita osasto ja selli", "place-error"),
        ({"name": "", "number": ""}, "Kirjoita asiakkaan nimi tai numero", "name-error"),
        ({"county": ""}, "hyvinvointialue", "county-error"),
        ({"release_date": ""}, "Kirjoita päivä", "release-error"),
        ({"release_date": "joulukuussa"}, "Kirjoita päivä", "release-error"),
        ({"release_date": "31.11.2026"}, "Kirjoita päivä", "release-error"),
        ({"release_unknown": "1"}, "Valitse vain toinen", "release-error"),
    ],
)
async def test_what_is_missing_is_said_beside_its_field_and_the_rest_stays(
    office, service, vesa, wrong, words, field
):
    await office.open(CODES)
    page = await office.send(CODES, **{**FACTS, **wrong})
    assert page.status == 422
    assert words in page.text
    assert f'id="{field}"' in page.html
    kept = page.form(CODES)["fields"]
    typed = {**FACTS, **wrong}
    assert (kept["name"], kept["place"]) == (typed["name"], typed["place"])
    assert await issued(service, vesa) == []


async def test_a_day_that_is_not_known_can_be_said(office, service, vesa):
    await office.open(CODES)
    await office.send(CODES, **{**FACTS, "release_date": "", "release_unknown": "1"})
    (_, client), *_ = await issued(service, vesa)
    assert client.release_date is None


async def test_a_code_that_was_taken_back_lets_nobody_in(office, new_client, service, vesa):
    await office.open(CODES)
    code = code_on(await office.send(CODES, **FACTS))
    (given, _), *_ = await issued(service, vesa)
    page = await office.open(CODES)
    form = page.form(f"{CODES}/{given.id}/revoke")["fields"]
    for _ in range(2):
        page = await office.post(f"{CODES}/{given.id}/revoke", form)
        assert page.status == 200
    assert "Koodi ei enää toimi" in page.text
    assert await enter(new_client, code) == 401


async def test_a_new_code_for_the_same_person_ends_the_old_one(office, new_client, service, vesa):
    await office.open(CODES)
    old = code_on(await office.send(CODES, **FACTS))
    page = await office.open(CODES)
    again = next(f for f in page.forms if f["action"] == CODES and "client" in f["fields"])
    new = code_on(await office.post(CODES, again["fields"]))
    assert await enter(new_client, old) == 401
    assert await enter(new_client, new) == 201
    found = await issued(service, vesa)
    assert len({client.id for _, client in found}) == 1


async def test_a_fresh_start_gives_a_new_record_and_says_what_is_lost(office, service, vesa):
    await office.open(CODES)
    await office.send(CODES, **FACTS)
    page = await office.open(CODES)
    assert "Vanhoja vastauksia ei voi enää avata" in page.text
    afresh = next(f for f in page.forms if f["action"] == CODES and "afresh" in f["fields"])
    page = await office.post(CODES, afresh["fields"])
    assert SHOWN.search(code_on(page))
    found = await issued(service, vesa)
    assert len({client.id for _, client in found}) == 2


async def test_another_prisons_person_does_not_exist(elsewhere, office, service, vesa):
    await office.open(CODES)
    await office.send(CODES, **FACTS)
    (given, client), *_ = await issued(service, vesa)
    form = {**elsewhere.page.form("/staff/sign-out")["fields"], "client": client.id}
    assert (await elsewhere.post(CODES, form)).status == 404
    assert (await elsewhere.post(f"{CODES}/{given.id}/revoke", form)).status == 404
    assert "Aino" not in (await elsewhere.open(CODES)).text
    (still, _), *_ = await issued(service, vesa)
    assert still.revoked_at is None


async def test_a_code_of_one_person_is_not_taken_back_under_the_name_of_another(
    office, service, vesa
):
    for name in ("Aino", "Eino"):
        await office.open(CODES)
        await office.send(CODES, **{**FACTS, "name": name})
    (newer, _), (_, older_client) = await issued(service, vesa)
    form = {
        **(await office.open(CODES)).form("/staff/sign-out")["fields"],
        "client": older_client.id,
    }
    assert (await office.post(f"{CODES}/{newer.id}/revoke", form)).status == 404


@pytest.mark.parametrize("path", [CODES, f"{CODES}/x/revoke"])
async def test_who_has_no_right_to_codes_gives_and_takes_none(staff_user, new_client, path):
    login = await staff_user("prison_staff", rights=[Right.APPROVE, Right.ALERTS])
    browser = await signed_in(new_client(), login)
    form = browser.page.form("/staff/sign-out")["fields"]
    assert (await browser.post(path, {**form, **FACTS})).status == 403
    assert (await browser.open(CODES)).status == 403


@pytest.mark.parametrize("path", [CODES, f"{CODES}/x/revoke"])
async def test_nothing_is_given_or_taken_without_the_token_of_the_form(office, service, vesa, path):
    page = await office.send_without_token(path, **FACTS)
    assert page.status == 403
    assert await issued(service, vesa) == []
