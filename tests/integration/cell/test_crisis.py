"""Danger to life, and help now."""

import pytest

from bot.casework.services.alerts import acknowledge, watch
from bot.casework.services.referral_verbs import claim
from bot.casework.services.talking import join
from bot.content.phones import Phones, Prison
from bot.web.keys import PHONES

DANGER = "Haluan kuolla"


@pytest.fixture
async def guard_actor(staff_user):
    return (await staff_user("prison_staff")).user.actor()


def token(browser):
    return browser.page.forms[0]["fields"]["csrf"]


def alerts(service):
    return service.database.read(lambda uow: uow.alerts.open_of_prison("kuopio"))


async def test_danger_in_words_leads_to_the_crisis_page_and_tells_the_staff(told, service):
    page = await told.press("/chat", text=None, fields={"text": DANGER})
    assert page.path == "/crisis"
    assert page.heading == "Hyvä, että kerroit."
    assert "Paina sellin kutsunappia." in page.text
    assert [alert.kind for alert in await alerts(service)] == ["suicide"]


async def test_danger_is_seen_while_rasa_is_away(told, rasa, service):
    rasa.away = True
    page = await told.press("/chat", text=None, fields={"text": DANGER})
    assert page.path == "/crisis"
    assert len(await alerts(service)) == 1


async def test_danger_on_an_old_page_is_not_turned_away(told, service):
    old = told.page
    await told.press("/chat", choice="no")
    told.page = old
    page = await told.press("/chat", text=None, fields={"text": DANGER})
    assert page.path == "/crisis"
    assert len(await alerts(service)) == 1


async def test_nobody_watching_is_said_as_it_is(told):
    page = await told.press("/chat", text=None, fields={"text": DANGER})
    assert "Ehkä kukaan ei ole nähnyt sitä" in page.text
    assert "Henkilökunta on saanut tiedon" not in page.text


async def test_a_watched_alert_is_sent_and_an_answered_one_says_when(
    told, service, guard_actor, clock
):
    await service.database.run(lambda uow: watch(uow, service.context, guard_actor))
    page = await told.press("/help-now")
    assert "Lähetin tiedon kello 10.00. Kukaan ei ole vielä vastannut." in page.text
    clock.move_on(minutes=3)
    alert = (await alerts(service))[0]
    await service.database.run(lambda uow: acknowledge(uow, service.context, guard_actor, alert.id))
    page = await told.open("/crisis")
    assert "Henkilökunta on saanut tiedon. He vastasivat kello 10.03." in page.text


async def test_help_now_works_at_the_first_press_from_every_page(told, service):
    for path in ("/chat", "/summary", "/sent", "/meetings", "/access-log", "/erase", "/secret"):
        await told.open(path)
        page = await told.press("/help-now")
        assert page.path == "/crisis"
        assert page.heading == "Hyvä, että pyysit apua."
    assert [alert.kind for alert in await alerts(service)] == ["asked_for_help"]


async def test_before_signing_in_help_alerts_nobody_and_says_so(browser, service):
    page = await browser.open("/")
    assert page.form("/help")
    page = await browser.open("/help")
    assert "Tämä sivu ei hälytä ketään" in page.text
    assert "112" in page.text
    assert await alerts(service) == []


async def test_the_help_page_of_somebody_signed_in_has_the_button_that_tells_staff(told, service):
    page = await told.open("/help")
    assert "Tämä sivu ei hälytä ketään" not in page.text
    page = await told.press("/help-now")
    assert len(await alerts(service)) == 1


async def test_help_pressed_after_the_session_ended_says_that_nobody_was_told(told, clock, service):
    clock.move_on(hours=1)
    page = await told.press("/help-now")
    assert page.status == 401
    assert "En saanut tietoa perille" in page.text
    assert await alerts(service) == []


async def test_the_conversation_waits_until_the_person_says_that_they_are_safe(told):
    question = told.page.heading
    await told.press("/help-now")
    page = await told.open("/chat")
    assert page.path == "/crisis"
    page = await told.press("/crisis", choice="continue")
    assert page.path == "/chat"
    assert page.heading == question


async def test_going_on_twice_does_no_harm(told):
    await told.press("/help-now")
    crisis = told.page
    await told.press("/crisis", choice="continue")
    told.page = crisis
    page = await told.press("/crisis", choice="continue")
    assert page.path == "/chat"


async def test_the_crisis_page_without_a_crisis_leads_to_the_conversation(told):
    page = await told.open("/crisis")
    assert page.path == "/chat"


async def test_phones_for_violence_name_nollalinja(told):
    page = await told.press("/chat", text=None, fields={"text": "Joku uhkaa tappaa minut"})
    assert page.path == "/crisis"
    assert "080 005 005" in page.text


async def test_no_words_of_the_person_stand_on_the_crisis_page(told):
    page = await told.press("/chat", text=None, fields={"text": DANGER})
    assert DANGER not in page.text


@pytest.mark.parametrize("lang", ["sv", "en"])
async def test_the_crisis_page_speaks_the_language_of_the_person(told, lang):
    await told.press("/language", lang=lang)
    page = await told.press("/help-now")
    assert f'lang="{lang}"' in page.html.split("<head>")[0]
    assert "Paina" not in page.text


async def test_danger_in_a_form_that_was_sent_before_is_seen(told, service):
    """The Back button: the old form with other words in it."""
    old = told.page
    await told.press("/chat", text=None, fields={"text": "Ei ole asuntoa."})
    told.page = old
    page = await told.press("/chat", text=None, fields={"text": DANGER})
    assert page.path == "/crisis"
    assert len(await alerts(service)) == 1


async def test_the_prisons_own_name_of_the_call_button_stands_on_every_page_of_a_crisis(
    told, service
):
    phones = service.server.app[PHONES]
    own = Prison({"fi": "punaista nappia", "sv": "den röda knappen", "en": "the red button"})
    service.server.app._state[PHONES] = Phones(phones.rows, {"kuopio": own})
    page = await told.press("/chat", text=None, fields={"text": DANGER})
    assert "Paina punaista nappia." in page.text
    page = await told.open("/help")
    assert "Paina punaista nappia nyt." in page.text


async def test_telling_again_keeps_the_page_of_the_danger_and_its_phones(told, service, clock):
    await told.press("/chat", text=None, fields={"text": "Joku uhkaa tappaa minut"})
    clock.move_on(seconds=5)
    page = await told.press("/help-now")
    assert page.heading == "Hyvä, että kerroit."
    assert "080 005 005" in page.text
    kinds = [alert.kind for alert in await alerts(service)]
    assert kinds == ["violence_to_me", "asked_for_help"]


async def test_what_is_told_again_after_an_answer_waits_for_an_answer_of_its_own(
    told, service, guard_actor, clock
):
    await told.press("/chat", text=None, fields={"text": DANGER})
    alert = (await alerts(service))[0]
    await service.database.run(lambda uow: acknowledge(uow, service.context, guard_actor, alert.id))
    page = await told.open("/crisis")
    assert "Henkilökunta on saanut tiedon" in page.text
    clock.move_on(minutes=5)
    page = await told.press("/help-now")
    assert "Henkilökunta on saanut tiedon" not in page.text
    assert "Lähetin tiedon kello 10.05. Ehkä kukaan ei ole nähnyt sitä" in page.text
    again = (await alerts(service))[0]
    await service.database.run(lambda uow: acknowledge(uow, service.context, guard_actor, again.id))
    page = await told.open("/crisis")
    assert "He vastasivat kello 10.05" in page.text


async def test_one_answer_of_two_is_not_told_as_the_answer_to_both(
    told, service, guard_actor, clock
):
    """A second danger while the page of the first is open."""
    await told.press("/help-now")
    clock.move_on(seconds=5)
    await told.post("/chat", {"csrf": token(told), "text": DANGER})
    assert [alert.kind for alert in await alerts(service)] == ["asked_for_help", "suicide"]
    first = (await alerts(service))[0]
    await service.database.run(lambda uow: acknowledge(uow, service.context, guard_actor, first.id))
    page = await told.open("/crisis")
    assert page.heading == "Hyvä, että kerroit."
    assert "Henkilökunta on saanut tiedon" not in page.text


async def test_another_button_while_the_interview_waits_says_whom_to_tell(told):
    await told.press("/help-now")
    await told.post("/chat", {"csrf": token(told), "choice": "stop"})
    page = await told.open("/chat/all")
    assert "Apu on nyt tärkeintä." in page.text
    assert "Viestisi on tallessa" not in page.text
    assert (await told.open("/chat")).path == "/crisis"


async def test_danger_written_to_a_worker_in_the_thread_reaches_worker_and_staff(
    sent, service, issued, siiri
):
    referral = await service.database.read(lambda uow: uow.referrals.of_client(issued.client.id))
    await service.database.run(lambda uow: claim(uow, service.context, siiri, referral.id))
    await service.database.run(lambda uow: join(uow, service.context, siiri, referral.id))
    page = await sent.post("/chat", {"csrf": token(sent), "text": DANGER})
    assert page.path == "/crisis"
    assert [alert.kind for alert in await alerts(service)] == ["suicide"]
    messages = await service.database.read(lambda uow: uow.threads.everything(issued.client.id))
    (said,) = [m for m in messages if m.body.get("text") == DANGER]
    assert said.body["role"] == "to_worker"
