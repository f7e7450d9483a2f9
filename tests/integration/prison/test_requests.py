"""Permission for a meeting: decided once, by this prison, on the meeting's facts alone."""

import datetime as dt

import pytest

from bot.casework.actor import SYSTEM as SYSTEM_ACTOR
from bot.casework.people import OpenHours, Place, Prison
from bot.casework.services import codes, meetings
from bot.casework.services.meetings import list_for_client
from tests.integration.staff_browser import signed_in
from tests.integration.staff_situations import WORDS, person_who_sent

FRIDAY = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
TODAY = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


def path(meeting_id, verb):
    return f"/prison/meetings/{meeting_id}/{verb}"


@pytest.fixture
async def request_id(matti, siiri):
    return await matti.requested(siiri, FRIDAY)


async def state(situation, meeting_id):
    def read(uow):
        return uow.meetings.of_prison(meeting_id, "kuopio").state.value

    return await situation.run(read)


async def test_a_request_shows_who_asks_when_and_for_what_class_of_matter(office, request_id):
    page = await office.open("/prison")
    for words in (
        "Matti Meikäläinen, 2041",
        "Pohjois-Savon hyvinvointialue, sosiaalityöntekijä",
        "Sosiaaliasia",
        "pe 27.11.2026 klo 10.00–10.45",
        "Video, 45 minuuttia",
        "Tarvitaan tulkki",
        "Osasto 3, selli 12",
    ):
        assert words in page.text


async def test_no_word_of_the_person_is_on_any_page_of_the_prison(
    office, matti, siiri, request_id, service
):
    context, client = service.context, matti.client
    await matti.run(lambda uow: meetings.wish(uow, context, client.id, "Haluan puhua asunnosta"))
    await matti.alert()
    for page in ("/prison", "/prison/alerts", "/prison/alerts/open", "/prison/codes"):
        html = (await office.open(page)).html
        for words in (*WORDS, "Haluan puhua asunnosta", "Asuminen", "Päihteet", "Kiireellinen"):
            assert words not in html, (page, words)


async def test_only_one_request_stands_open(office, service, matti, siiri, request_id):
    other = await person_who_sent(service, name="Malla Esimerkki", place="Osasto 1")
    await other.claimed_by(siiri)
    await other.requested(siiri, FRIDAY + dt.timedelta(hours=1))
    page = await office.open("/prison")
    assert page.html.count('name="request"') == 2
    opened = [part.split(">")[0] for part in page.html.split('<details name="request"')[1:]]
    assert len([tag for tag in opened if tag.endswith(" open")]) == 1


async def test_an_approval_is_told_to_both_sides(office, matti, request_id, service):
    await office.open("/prison")
    page = await office.send(path(request_id, "approve"))
    assert "Aika on hyväksytty" in page.text
    assert "Vankila on antanut luvan" in page.text
    context, client = service.context, matti.client
    seen = await matti.run(lambda uow: list_for_client(uow, context, client.id))
    assert [meeting["state"] for meeting in seen] == ["approved"]


async def test_approving_twice_is_approving_once(office, matti, request_id):
    form = (await office.open("/prison")).form(path(request_id, "approve"))["fields"]
    for _ in range(2):
        page = await office.post(path(request_id, "approve"), form)
        assert page.status == 200
    assert await state(matti, request_id) == "approved"


async def test_a_place_that_is_taken_is_said_in_words_and_not_given_twice(
    office, service, matti, request_id
):
    other = await person_who_sent(service, name="Malla Esimerkki", place="Osasto 1")

    def hold(uow):
        room = uow.prisons.places("kuopio")[0]
        held = uow.meetings.of_county(request_id, "pohjois-savo")
        held.id, held.client_id, held.worker_id = "other", other.client.id, None
        held.place_id, held.revision = room.id, 0
        uow.meetings.add(held)
        uow.meetings.hold(held)

    await matti.run(hold)
    page = await office.open("/prison")
    assert "Tapaamishuone: varattu tähän aikaan" in page.text
    assert "Kaikki huoneet ovat varattuja tähän aikaan" in page.text
    page = await office.send(path(request_id, "approve"))
    assert page.status == 409
    assert "Kaikki paikat ovat varattuja tähän aikaan" in page.text
    assert await state(matti, request_id) == "requested"


async def test_a_rejection_needs_a_reason_and_keeps_what_was_typed(office, matti, request_id):
    await office.open("/prison")
    page = await office.send(path(request_id, "reject"), text="Katsotaan ensi viikolla")
    assert page.status == 422
    assert "Katsotaan ensi viikolla" in page.html
    assert await state(matti, request_id) == "requested"


async def test_another_reason_must_be_said_in_words(office, matti, request_id):
    await office.open("/prison")
    page = await office.send(path(request_id, "reject"), code="other", text="")
    assert page.status == 422
    assert "Kirjoita, mikä muu syy on" in page.text


async def test_a_rejection_reaches_the_person_with_its_reason(office, matti, request_id, service):
    await office.open("/prison")
    page = await office.send(path(request_id, "reject"), code="no_staff", text="")
    assert "Pyyntö on hylätty" in page.text
    context, client = service.context, matti.client
    seen = await matti.run(lambda uow: list_for_client(uow, context, client.id))
    assert (seen[0]["state"], seen[0]["reason_code"]) == ("rejected", "no_staff")


async def test_another_time_is_suggested_instead(office, matti, request_id):
    await office.open("/prison")
    page = await office.send(path(request_id, "propose"), date1="30.11.2026", time1="12.00")
    assert "Ehdotus on lähetetty" in page.text
    assert await state(matti, request_id) == "changes_asked"


async def test_a_suggestion_outside_the_prisons_own_hours_is_explained(office, matti, request_id):
    await office.open("/prison")
    page = await office.send(path(request_id, "propose"), date1="28.11.2026", time1="12.00")
    assert page.status == 422
    assert "Vankila ei ota silloin vastaan tapaamisia" in page.text
    assert page.form(path(request_id, "propose"))["fields"]["date1"] == "28.11.2026"
    assert await state(matti, request_id) == "requested"


async def test_a_decision_on_an_older_page_is_not_taken(office, matti, siiri, request_id, service):
    form = (await office.open("/prison")).form(path(request_id, "approve"))["fields"]
    actor, context = siiri.user.actor(), service.context
    await matti.run(lambda uow: meetings.cancel_by_worker(uow, context, actor, request_id))
    page = await office.post(path(request_id, "approve"), form)
    assert page.status == 409
    assert await state(matti, request_id) == "cancelled"


async def test_todays_meeting_is_started_and_marked_as_held(office, matti, siiri, vesa):
    meeting = await matti.approved(siiri, vesa, TODAY)
    page = await office.open("/prison")
    assert "Tänään klo 11.00–11.45" in page.text
    page = await office.send(path(meeting, "start"))
    assert "Käynnissä" in page.text
    page = await office.send(path(meeting, "finish"))
    assert await state(matti, meeting) == "held"


async def test_before_its_day_a_meeting_can_only_be_called_off(office, matti, siiri, vesa):
    meeting = await matti.approved(siiri, vesa, FRIDAY)
    html = (await office.open("/prison")).html
    assert path(meeting, "cancel") in html
    assert path(meeting, "start") not in html
    assert path(meeting, "no-show") not in html


async def test_somebody_who_did_not_come_is_marked(office, matti, siiri, vesa):
    meeting = await matti.approved(siiri, vesa, TODAY)
    form = (await office.open("/prison")).form(path(meeting, "no-show"))["fields"]
    for _ in range(2):
        page = await office.post(path(meeting, "no-show"), form)
        assert page.status == 200
    assert await state(matti, meeting) == "no_show"


async def test_the_prison_can_call_a_meeting_off(office, matti, siiri, vesa):
    meeting = await matti.approved(siiri, vesa, TODAY)
    await office.open("/prison")
    page = await office.send(path(meeting, "cancel"))
    assert "Tapaaminen on peruttu" in page.text
    assert await state(matti, meeting) == "cancelled"


async def test_a_meeting_that_has_not_started_can_not_be_marked_as_held(office, matti, siiri, vesa):
    meeting = await matti.approved(siiri, vesa, TODAY)
    form = (await office.open("/prison")).form(path(meeting, "start"))["fields"]
    page = await office.post(path(meeting, "finish"), form)
    assert page.status == 409
    assert await state(matti, meeting) == "approved"


async def test_no_permission_is_given_for_somebody_who_was_moved(
    office, matti, siiri, request_id, service
):
    context = service.context

    def moved(uow):
        codes.set_client(uow, context, SYSTEM_ACTOR, matti.client.id, prison="vantaa")

    form = (await office.open("/prison")).form(path(request_id, "approve"))["fields"]
    await matti.run(moved)
    page = await office.open("/prison")
    assert "Matti Meikäläinen" not in page.text
    page = await office.post(path(request_id, "approve"), form)
    assert page.status == 404


async def test_an_empty_list_says_what_will_come_there(office):
    page = await office.open("/prison")
    assert "Ei pyyntöjä" in page.text
    assert "Ei sovittuja tapaamisia" in page.text


VERBS = ("approve", "reject", "propose", "start", "finish", "no-show", "cancel")
FIELDS = {"code": "no_staff", "date1": "30.11.2026", "time1": "12.00"}


async def test_another_prisons_meeting_does_not_exist(elsewhere, matti, request_id):
    form = elsewhere.page.form("/staff/sign-out")["fields"]
    for verb in VERBS:
        page = await elsewhere.post(path(request_id, verb), {**form, **FIELDS})
        assert page.status == 404, verb
    assert await state(matti, request_id) == "requested"


async def test_nothing_is_decided_without_the_token_of_the_form(office, matti, request_id):
    for verb in VERBS:
        page = await office.send_without_token(path(request_id, verb), **FIELDS)
        assert page.status == 403, verb
    assert await state(matti, request_id) == "requested"


async def test_the_persons_choice_is_not_open_to_the_prison_before_they_made_it(
    office, matti, siiri
):
    meeting = await matti.offered(siiri, FRIDAY)
    page = await office.open("/prison")
    assert "Ei pyyntöjä" in page.text
    form = page.form("/staff/sign-out")["fields"]
    page = await office.post(path(meeting, "approve"), form)
    assert page.status in (404, 409)


def a_prison_with_two_rooms(uow):
    uow.prisons.add(
        Prison("sukeva", "Sukeva"),
        [Place("a", "sukeva", "Huone A"), Place("b", "sukeva", "Huone B")],
        [OpenHours(day, dt.time(9), dt.time(15)) for day in range(5)],
    )


async def test_a_free_room_is_picked_first_and_the_taken_one_is_named(
    service, siiri, staff_user, new_client
):
    await service.database.run(a_prison_with_two_rooms)
    login = await staff_user("prison_staff", username="saku", prison="sukeva")
    first = await person_who_sent(service, prison="sukeva", name="Eka", place="1")
    second = await person_who_sent(service, prison="sukeva", name="Toka", place="2")
    onni = await staff_user("social_worker", username="onni")
    await first.claimed_by(siiri)
    await second.claimed_by(onni)
    await first.approved(siiri, login, FRIDAY)
    await second.requested(onni, FRIDAY)
    browser = await signed_in(new_client(), login)
    page = await browser.open("/prison")
    assert "Huone A: varattu tähän aikaan" in page.text
    assert '<option value="b" selected>Huone B: vapaa</option>' in page.html
