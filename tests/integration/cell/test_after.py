"""After sending: stages, the worker, meetings, who has read, deleting."""

import datetime as dt

import pytest

from bot.casework.services.calendars import add_absence
from bot.casework.services.felt import asks_felt, say_felt
from bot.casework.services.meetings import offer, start_draft
from bot.casework.services.referral_verbs import claim, forward, message
from bot.casework.services.referrals import open_referral


def use(service, work, *args, **more):
    return service.database.run(lambda uow: work(uow, service.context, *args, **more))


async def referral_id(service, issued):
    found = await service.database.read(lambda uow: uow.referrals.of_client(issued.client.id))
    return found.id


async def test_before_sending_the_page_says_what_will_come(told):
    page = await told.open("/sent")
    assert "Et ole lähettänyt vielä mitään" in page.text


async def test_the_stages_tell_that_nobody_has_read_it_yet(sent):
    assert sent.page.heading == "Näin asiasi etenee"
    assert "Lähetit yhteenvedon" in sent.page.text
    assert "Kukaan ei ole vielä lukenut" in sent.page.text


async def test_opening_shows_in_the_stages_and_in_the_log(sent, service, issued, siiri):
    await use(service, open_referral, siiri, await referral_id(service, issued))
    page = await sent.open("/sent")
    assert "Yhteenveto on luettu" in page.text
    assert "Kukaan ei ole vielä lukenut" not in page.text
    page = await sent.open("/access-log")
    assert "Siiri Salo, Pohjois-Savon hyvinvointialue" in page.text


async def test_the_log_shows_sign_ins(cell):
    page = await cell.open("/access-log")
    assert "Kirjautuminen onnistui" in page.text
    assert "Kukaan ei ole vielä avannut yhteenvetoasi." in page.text


async def test_a_message_of_the_worker_is_read_and_answered(sent, service, issued, siiri):
    where = await referral_id(service, issued)
    await use(service, claim, siiri, where)
    await use(service, message, siiri, where, "Etsin sinulle paikkaa.")
    page = await sent.open("/sent")
    assert "Oma sosiaalityöntekijäsi on Siiri Salo." in page.text
    assert "Etsin sinulle paikkaa." in page.text
    page = await sent.press("/sent", fields={"text": "Hyvä, kiitos."})
    assert page.text.count("Hyvä, kiitos.") == 1


async def test_the_same_message_sent_twice_goes_once(sent):
    before = await sent.open("/sent")
    await sent.press("/sent", fields={"text": "Koska tavataan?"})
    sent.page = before
    page = await sent.press("/sent", fields={"text": "Koska tavataan?"})
    assert page.text.count("Koska tavataan?") == 1


async def test_danger_written_to_the_worker_leads_to_the_crisis_page(sent):
    await sent.open("/sent")
    page = await sent.press("/sent", fields={"text": "Haluan kuolla"})
    assert page.path == "/crisis"


async def test_an_empty_message_to_the_worker_is_refused(sent):
    await sent.open("/sent")
    page = await sent.press("/sent", fields={"text": " "})
    assert page.status == 422
    assert "Kirjoita ensin jotain." in page.text


async def test_another_county_gets_it_only_with_a_yes(sent, service, issued, siiri):
    where = await referral_id(service, issued)
    await use(service, claim, siiri, where)
    await use(service, forward, siiri, where, "kainuu")
    page = await sent.open("/sent")
    assert "Kainuun hyvinvointialue" in page.text
    page = await sent.press("/sent/county", choice="no")
    assert "Haluatko, että yhteenveto siirtyy" not in page.text
    assert await referral_id(service, issued) == where


async def test_a_wish_needs_a_summary_first(told):
    page = await told.open("/meetings")
    assert "Lähetä ensin yhteenveto" in page.text
    assert not [f for f in page.forms if f["action"] == "/meetings"]


async def test_a_wish_is_kept_once(sent):
    await sent.open("/meetings")
    first = sent.page
    page = await sent.press("/meetings", fields={"wish": "Aamupäivällä asunnosta"})
    assert "Aamupäivällä asunnosta" in page.text
    sent.page = first
    page = await sent.press("/meetings", fields={"wish": "Aamupäivällä asunnosta"})
    assert page.text.count("Aamupäivällä asunnosta") == 1


@pytest.fixture
async def offered(sent, service, issued, siiri, clock):
    """The worker offers two times."""
    where = await referral_id(service, issued)
    await use(service, claim, siiri, where)
    draft = await use(service, start_draft, siiri, where)
    day = clock.now() + dt.timedelta(days=2)
    slots = [
        {"start": day.replace(hour=hour).strftime("%Y-%m-%dT%H:%M:%SZ"), "minutes": 45}
        for hour in (8, 10)
    ]
    await use(service, offer, siiri, draft["id"], slots)
    await sent.open("/meetings")
    return sent


async def test_the_person_picks_one_of_the_times_that_were_offered(offered):
    meeting = next(f["action"] for f in offered.page.forms if f["action"].endswith("/choose"))
    slot = offered.page.buttons(meeting)[0]
    page = await offered.press(meeting, slot=slot)
    assert page.path == "/meetings"
    assert "Vankila ei ole vielä päättänyt luvasta" in page.text
    assert "Torstaina 26.11. kello 10" in page.text


async def test_picking_twice_does_no_harm_and_an_unknown_time_is_refused(offered):
    meeting = next(f["action"] for f in offered.page.forms if f["action"].endswith("/choose"))
    form = offered.page.form(meeting)
    first = offered.page
    slot = offered.page.buttons(meeting)[0]
    await offered.press(meeting, slot=slot)
    offered.page = first
    page = await offered.press(meeting, slot=slot)
    assert page.status == 200
    page = await offered.post(meeting, {"csrf": form["fields"]["csrf"], "slot": "other"})
    assert page.status == 422
    assert "Tätä aikaa ei enää ole" in page.text


async def test_who_loses_a_time_sees_the_next_free_ones_and_asks_for_one(
    offered, service, siiri, issued, clock
):
    day = (clock.now() + dt.timedelta(days=2)).date()
    await use(service, add_absence, siiri, day, day)
    meeting = next(f["action"] for f in offered.page.forms if f["action"].endswith("/choose"))
    page = await offered.press(meeting, slot=offered.page.buttons(meeting)[0])
    assert page.status == 409
    assert "Muut vapaat ajat" in page.text
    # Both offered times were on that day: neither is held out to the person once more.
    assert "Ehdotetut ajat ovat nyt varattuja" in page.text
    assert not page.buttons(meeting)
    asked = [f for f in page.forms if f["fields"].get("wish", "").startswith("Keskiviikkona")]
    assert asked
    page = await offered.post("/meetings", asked[0]["fields"])
    assert page.status == 200
    assert asked[0]["fields"]["wish"] in page.text


async def test_a_lost_time_is_offered_no_more_and_what_is_left_is_picked_at_once(
    offered, service, issued, siiri, clock
):
    meeting = next(f["action"] for f in offered.page.forms if f["action"].endswith("/choose"))
    lost, left = (button for button in offered.page.buttons(meeting))
    at = (clock.now() + dt.timedelta(days=2)).replace(hour=8, minute=0)

    def somebody_comes_first(uow):
        held = uow.meetings.of_client(meeting.split("/")[2], issued.client.id)
        held.id, held.worker_id, held.start, held.end = "x", None, at, at + dt.timedelta(hours=1)
        uow.meetings.add(held)
        uow.meetings.hold(held)

    await service.database.run(somebody_comes_first)
    page = await offered.press(meeting, slot=lost)
    assert page.status == 409
    assert page.buttons(meeting) == [left]
    page = await offered.press(meeting, slot=left)
    assert "Torstaina 26.11. kello 12" in page.text


async def test_a_meeting_can_be_called_off_and_stays_in_sight(offered):
    cancel = next(f["action"] for f in offered.page.forms if f["action"].endswith("/cancel"))
    page = await offered.press(cancel)
    assert "Tapaaminen on peruttu." in page.text


async def test_the_meeting_of_somebody_else_is_not_found(offered, new_client, issue_code):
    from tests.integration.cell.browser import Browser
    from tests.integration.cell.conftest import sign_in

    cancel = next(f["action"] for f in offered.page.forms if f["action"].endswith("/cancel"))
    other = Browser(new_client())
    await sign_in(other, await issue_code(lang="fi"))
    token = other.page.form("/text-size")["fields"]["csrf"]
    page = await other.post(cancel, {"csrf": token})
    assert page.status == 404


async def test_deleting_needs_the_tick(sent, service, issued):
    await sent.open("/erase")
    page = await sent.press("/erase")
    assert page.status == 422
    assert "Laita ensin rasti" in page.text
    client = await service.database.read(lambda uow: uow.clients.get(issued.client.id))
    assert client.erased_at is None


async def test_after_deleting_the_code_opens_nothing(sent, service, issued, rasa):
    await sent.open("/erase")
    page = await sent.press("/erase", tick=["yes"])
    assert page.path == "/"
    assert "Poistin tietosi." in page.text
    assert rasa.forgotten == [issued.client.id]
    page = await sent.press("/", fields={"code": issued.code})
    assert page.status == 401


async def test_how_the_contact_felt_is_asked_after_contact_now_and_then(
    sent, service, issued, siiri, clock
):
    assert "Miltä yhteydenpito on tuntunut?" not in (await sent.open("/sent")).text
    token = sent.page.form("/text-size")["fields"]["csrf"]
    assert (await sent.post("/sent/felt", {"csrf": token, "felt": "good"})).status == 409
    where = await referral_id(service, issued)
    await use(service, claim, siiri, where)
    await use(service, message, siiri, where, "Etsin sinulle paikkaa.")
    await sent.open("/sent")
    assert (await sent.post("/sent/felt", {"csrf": token, "felt": "wonderful"})).status == 422
    for _ in range(2):
        page = await sent.post("/sent/felt", {"csrf": token, "felt": "bad"})
    assert "Vastauksesi on tallessa" in page.text
    assert "Miltä yhteydenpito on tuntunut?" not in page.text
    said = await service.database.read(lambda uow: uow.help_reports.of_client(issued.client.id))
    assert [(each.area, each.answer) for each in said] == [("contact", "bad")]
    # Whoever depends on the worker could not say it if the worker read it.
    assert "bad" not in str((await use(service, open_referral, siiri, where))["help_received"])


async def test_nobody_is_asked_again_before_some_weeks_have_gone(
    sent, service, issued, siiri, clock
):
    where = await referral_id(service, issued)
    await use(service, claim, siiri, where)
    await use(service, message, siiri, where, "Etsin sinulle paikkaa.")

    async def asks():
        return await service.database.read(
            lambda uow: asks_felt(uow, service.context, issued.client.id)
        )

    assert await asks()
    await use(service, say_felt, issued.client.id, "no_answer")
    assert not await asks()
    clock.move_on(days=28)
    assert await asks()
