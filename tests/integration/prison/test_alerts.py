"""Alerts: on top of every page until somebody answers; who, where, when, which kind, no more."""

import pytest

from bot.casework.actor import Right
from bot.casework.services.alerts import state_for
from tests.integration.staff_browser import signed_in
from tests.integration.staff_situations import WORDS

PAGES = ("/prison", "/prison/alerts", "/prison/codes")


def answer(alert_id):
    return f"/prison/alerts/{alert_id}/acknowledge"


@pytest.mark.parametrize("path", PAGES)
async def test_an_open_alert_stands_on_top_of_every_page(office, matti, path):
    alert = await matti.alert()
    page = await office.open(path)
    assert page.html.index(f'data-alert="{alert}"') < page.html.index("<h1")
    for words in ("Mene paikalle heti", "Matti Meikäläinen, 2041", "Osasto 3, selli 12"):
        assert words in page.text
    assert "Itsemurhan vaara" in page.text


async def test_also_the_slip_carries_it(office, matti):
    await office.open("/prison/codes")
    alert = await matti.alert()
    page = await office.send(
        "/prison/codes", name="Aino", place="Osasto 1", county="kainuu", release_unknown="1"
    )
    assert "Koodilappu" in page.heading
    assert f'data-alert="{alert}"' in page.html


async def test_an_answer_takes_it_away_and_tells_the_person(office, matti, service):
    alert = await matti.alert()
    await office.open("/prison")
    page = await office.send(answer(alert))
    assert page.path == "/prison"
    assert "Hälytys on kuitattu" in page.text
    assert "Mene paikalle heti" not in page.text
    context, client = service.context, matti.client
    told = await matti.run(lambda uow: state_for(uow, context, client.id, alert))
    assert told.key == "crisis.alert.answered"


async def test_answering_twice_is_harmless_and_keeps_who_was_first(
    office, matti, staff_user, new_client
):
    alert = await matti.alert()
    other = await signed_in(new_client(), await staff_user("prison_staff", name="Toinen Vartija"))
    form = (await office.open("/prison/alerts")).form(answer(alert))["fields"]
    theirs = (await other.open("/prison/alerts")).form(answer(alert))["fields"]
    await office.post(answer(alert), form)
    page = await other.post(answer(alert), theirs)
    assert page.status == 200
    assert "Vesa Vartija" in page.text
    assert "Toinen Vartija" not in page.text


async def test_every_kind_has_its_words_and_its_instruction(office, matti):
    for kind in ("suicide", "self_harm", "violence_to_me", "violence_by_me", "medical_emergency"):
        await matti.alert(kind)
    await matti.alert("asked_for_help")
    page = await office.open("/prison/alerts")
    assert page.html.count("data-alert=") == 6
    assert "Pyysi itse apua" in page.text
    assert "Äkillinen sairaus tai yliannostus" in page.text


async def test_the_piece_for_the_script_holds_the_open_alerts_and_no_words(office, matti):
    alert = await matti.alert()
    page = await office.open("/prison/alerts/open?here=codes")
    assert f'data-alert="{alert}"' in page.html
    assert page.form(answer(alert))["fields"]["back"] == "codes"
    assert "<html" not in page.html
    assert not [words for words in WORDS if words in page.html]


async def test_a_page_in_view_counts_as_watched_and_a_hidden_one_does_not(
    office, matti, service, clock
):
    context, client = service.context, matti.client
    alert = await matti.alert()

    async def told():
        return (await matti.run(lambda uow: state_for(uow, context, client.id, alert))).key

    clock.move_on(minutes=5)
    await office.open("/prison/alerts/open?hidden=1")
    assert await told() == "crisis.alert.maybe_unseen"
    await office.open("/prison/alerts/open")
    assert await told() == "crisis.alert.unanswered"


async def test_without_script_the_page_reloads_itself(office):
    page = await office.open("/prison/alerts")
    assert '<noscript><meta http-equiv="refresh"' in page.html


async def test_a_page_with_a_form_does_not_reload_itself(office):
    page = await office.open("/prison/codes")
    assert "http-equiv" not in page.html


async def test_how_long_ago_it_was_raised_is_said(office, matti, clock):
    await matti.alert()
    page = await office.open("/prison/alerts")
    assert "klo 10.00, juuri nyt" in page.text
    clock.move_on(minutes=4)
    page = await office.open("/prison/alerts")
    assert "klo 10.00, 4 min sitten" in page.text


async def test_other_prisons_see_nothing_of_it(elsewhere, matti):
    alert = await matti.alert()
    page = await elsewhere.open("/prison/alerts")
    assert "Ei avoimia hälytyksiä" in page.text
    form = page.form("/staff/sign-out")["fields"]
    page = await elsewhere.post(answer(alert), form)
    assert page.status == 404


async def test_who_has_no_right_to_alerts_sees_none_and_answers_none(matti, staff_user, new_client):
    alert = await matti.alert()
    login = await staff_user("prison_staff", rights=[Right.APPROVE, Right.CODES])
    browser = await signed_in(new_client(), login)
    page = await browser.open("/prison")
    assert "data-alert" not in page.html
    assert "Hälytykset" not in page.text
    assert (await browser.open("/prison/alerts")).status == 403
    page = await browser.post(answer(alert), page.form("/staff/sign-out")["fields"])
    assert page.status == 403


async def test_no_answer_counts_without_the_token_of_the_form(office, matti, service):
    alert = await matti.alert()
    page = await office.send_without_token(answer(alert))
    assert page.status == 403
    assert f'data-alert="{alert}"' in (await office.open("/prison")).html


async def test_an_alert_that_does_not_exist_is_not_found(office):
    form = office.page.form("/staff/sign-out")["fields"]
    assert (await office.post(answer("nothing"), form)).status == 404
