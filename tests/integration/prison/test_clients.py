"""The facts of a person change: an alert must send staff to the right door."""

import datetime as dt

from tests.integration.staff_situations import person_who_sent


def path(situation):
    return f"/prison/clients/{situation.client.id}"


async def facts(situation):
    return await situation.run(lambda uow: uow.clients.get(situation.client.id))


FORM = {"name": "Matti Meikäläinen", "number": "2041", "release_date": "3.12.2026"}


async def test_a_new_cell_is_where_the_next_alert_sends_staff(office, matti):
    await office.open(path(matti))
    page = await office.send(path(matti), **FORM, place="Osasto 2, selli 7")
    assert "Asiakkaan tiedot on tallennettu" in page.text
    await matti.alert()
    page = await office.open("/prison/alerts")
    assert "Osasto 2, selli 7" in page.text


async def test_a_new_day_of_release_changes_the_queue_of_the_county(office, matti):
    await office.open(path(matti))
    await office.send(path(matti), **{**FORM, "release_date": "1.6.2027"}, place="Osasto 3")
    referral = await matti.run(
        lambda uow: uow.referrals.of_county(matti.referral_id, "pohjois-savo")
    )
    assert referral.release_date == dt.date(2027, 6, 1)
    # A night without a bed is urgent only when it is near.
    assert "no_first_night" not in referral.urgency_on(dt.date(2026, 11, 24))["reasons"]


async def test_the_form_shows_what_is_known(office, matti):
    fields = (await office.open(path(matti))).form(path(matti))["fields"]
    assert (fields["name"], fields["place"]) == ("Matti Meikäläinen", "Osasto 3, selli 12")
    assert fields["release_date"] == "3.12.2026"


async def test_nobody_is_left_without_a_place_or_a_name(office, matti):
    await office.open(path(matti))
    for wrong in ({"place": " "}, {"name": "", "number": "", "place": "Osasto 3"}):
        page = await office.send(path(matti), **{**FORM, **wrong})
        assert page.status == 422
    assert (await facts(matti)).place == "Osasto 3, selli 12"


async def test_who_moves_is_seen_in_the_new_prison_only(office, elsewhere, matti):
    await office.open(path(matti))
    await office.send(path(matti), **FORM, prison="vantaa", place="Osasto 3, selli 12")
    assert (await office.open(path(matti))).status == 404
    page = await elsewhere.open(path(matti))
    assert page.form(path(matti))["fields"]["place"] == ""


async def test_another_prisons_person_does_not_exist(elsewhere, matti):
    form = elsewhere.page.form("/staff/sign-out")["fields"]
    assert (await elsewhere.open(path(matti))).status == 404
    page = await elsewhere.post(path(matti), {**form, **FORM, "place": "Vantaa 1"})
    assert page.status == 404
    assert (await facts(matti)).place == "Osasto 3, selli 12"


async def test_an_unknown_prison_is_refused(office, service):
    situation = await person_who_sent(service)
    await office.open(path(situation))
    page = await office.send(path(situation), **FORM, prison="nowhere", place="")
    assert page.status == 422
    assert (await facts(situation)).prison == "kuopio"
