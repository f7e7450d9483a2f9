"""All staff sign in at one page, and each account goes to its own pages."""

import pytest

from bot.casework.actor import Right, Role
from tests.integration.conftest import PASSWORD
from tests.integration.staff_browser import StaffBrowser, signed_in


@pytest.mark.parametrize(
    ("role", "rights", "home"),
    [
        (Role.SOCIAL_WORKER, None, "/desk"),
        (Role.PRISON_STAFF, None, "/prison"),
        (Role.PRISON_STAFF, [Right.ALERTS, Right.CODES], "/prison/alerts"),
        (Role.PRISON_STAFF, [Right.CODES], "/prison/codes"),
        (Role.PRISON_STAFF, [], "/staff"),
        (Role.LEADER, None, "/leader"),
    ],
)
async def test_each_account_comes_to_the_pages_of_its_role(
    staff_user, new_client, role, rights, home
):
    scope = {"rights": rights} if rights is not None else {}
    browser = await signed_in(new_client(), await staff_user(role, **scope))
    assert browser.page.path == home


async def test_a_wrong_password_keeps_the_username_and_says_so(siiri, app_client):
    browser = StaffBrowser(app_client)
    await browser.open("/staff")
    page = await browser.send("/staff", username="siiri", password="wrong")
    assert page.status == 401
    assert "Käyttäjätunnus tai salasana on väärin" in page.text
    assert page.form("/staff")["fields"]["username"] == "siiri"
    assert "wrong" not in page.html


async def test_signing_in_needs_the_token_of_the_page(siiri, app_client):
    browser = StaffBrowser(app_client)
    await browser.open("/staff")
    page = await browser.send_without_token("/staff", username="siiri", password=PASSWORD)
    assert page.status == 403


async def test_signing_out_ends_the_session_and_a_second_press_is_harmless(desk):
    form = desk.page.form("/staff/sign-out")["fields"]
    await desk.post("/staff/sign-out", form)
    assert desk.page.path == "/staff"
    page = await desk.open("/desk")
    assert page.path == "/staff"
    page = await desk.send("/staff/sign-out") if "sign-out" in page.html else page
    assert page.status == 200


async def test_a_signed_out_worker_is_asked_to_sign_in(app_client):
    page = await StaffBrowser(app_client).open("/desk")
    assert page.path == "/staff"


@pytest.mark.parametrize(("lang", "word"), [("sv", "Kontakter"), ("en", "Referrals")])
async def test_the_language_of_the_pages_can_be_changed(desk, lang, word):
    page = await desk.send("/staff/language", lang=lang)
    assert page.path == "/desk"
    assert page.heading == word
    assert f'<html lang="{lang}"' in page.html


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/chat"])
async def test_a_change_of_language_leads_nowhere_else(desk, back):
    page = await desk.send("/staff/language", lang="sv", back=back)
    assert page.path in ("/staff", "/desk")


async def test_an_unknown_language_is_refused(desk):
    page = await desk.send("/staff/language", lang="xx")
    assert page.status == 422


async def test_an_empty_name_is_not_taken_for_a_code(app_client):
    browser = StaffBrowser(app_client)
    await browser.open("/staff")
    page = await browser.send("/staff", username="", password="")
    assert page.status == 401


async def test_writing_a_long_note_keeps_the_session_and_silence_ends_it(desk, clock):
    for _ in range(3):
        clock.move_on(minutes=50)
        assert (await desk.open("/staff/alive")).status == 204
    clock.move_on(minutes=61)
    page = await desk.open("/desk")
    assert page.path == "/staff"


async def test_who_was_away_too_long_is_told_to_check_what_was_saved(desk, clock):
    form = desk.page.form("/staff/sign-out")["fields"]
    clock.move_on(minutes=61)
    page = await desk.post("/desk/referrals/x/note", {**form, "text": "Soitettu"})
    assert page.status == 401
    assert "tarkista, tallentuiko" in page.text
