"""The queue: most urgent first, only the own county's, nothing of what was told."""

import datetime as dt

from bot.casework.services.referrals import message, write
from tests.integration.staff_situations import WORDS, person_who_sent, quiet_summary


def order(page, *names):
    return sorted(names, key=page.html.index)


async def test_the_most_urgent_stands_first_with_its_reason_in_words(desk, service):
    await person_who_sent(service, quiet_summary(), name="Tuisku Testinen", release_date=None)
    await person_who_sent(service, name="Malla Esimerkki")
    page = await desk.open("/desk")
    assert order(page, "Tuisku Testinen", "Malla Esimerkki")[0] == "Malla Esimerkki"
    assert "Ei yöpaikkaa ensimmäiseksi yöksi" in page.text
    assert "Hoito tai lääkitys katkeaa vapautuessa" in page.text


async def test_the_earlier_release_stands_first_among_equals(desk, service):
    await person_who_sent(service, name="Myöhempi")
    await person_who_sent(service, name="Aikaisempi", release_date=dt.date(2026, 11, 27))
    page = await desk.open("/desk")
    assert order(page, "Myöhempi", "Aikaisempi") == ["Aikaisempi", "Myöhempi"]


async def test_the_queue_shows_none_of_the_persons_words(desk, matti):
    page = await desk.open("/desk")
    assert "Matti Meikäläinen" in page.text
    assert not [words for words in WORDS if words in page.text]


async def test_other_counties_do_not_see_it(elsewhere, matti):
    page = await elsewhere.open("/desk")
    assert "Matti Meikäläinen" not in page.text
    assert "Ei avoimia yhteydenottoja" in page.text


async def test_a_search_finds_by_name_and_by_number(desk, service):
    await person_who_sent(service, name="Malla Esimerkki", number="2044")
    await person_who_sent(service, name="Teppo Testaaja", number="2039")
    for query in ("malla", "2044"):
        page = await desk.open(f"/desk?q={query}")
        assert "Malla Esimerkki" in page.text
        assert "Teppo Testaaja" not in page.text
    page = await desk.open("/desk?q=Ville")
    assert "Haku ei löytänyt ketään" in page.text


async def test_views_tell_free_own_and_closed_ones_apart(desk, service, siiri, kalle):
    mine = await person_who_sent(service, name="Oma Asiakas")
    await mine.claimed_by(siiri)
    other = await person_who_sent(service, name="Kallen Asiakas")
    await other.claimed_by(kalle)
    await person_who_sent(service, name="Vapaa Asiakas")
    shown = {
        view: (await desk.open(f"/desk?show={view}")).text for view in ("free", "mine", "closed")
    }
    assert "Vapaa Asiakas" in shown["free"]
    assert "Oma Asiakas" not in shown["free"]
    assert "Oma Asiakas" in shown["mine"]
    assert "Kallen Asiakas" not in shown["mine"]
    assert "Ei suljettuja yhteydenottoja" in shown["closed"]


async def test_an_unknown_view_shows_what_is_open(desk, matti):
    page = await desk.open("/desk?show=nonsense")
    assert page.status == 200
    assert "Matti Meikäläinen" in page.text


async def test_a_broken_page_token_is_refused_without_a_fault(desk):
    page = await desk.open("/desk?after=nonsense")
    assert page.status in (200, 404, 422)


async def test_how_long_it_has_waited_counts_working_days_only(desk, matti, clock):
    # Sent on Tuesday; the next Monday is four working days later.
    clock.move_on(days=6)
    page = await relogin(desk)
    assert "Odottanut 4 työpäivää" in page.text


async def relogin(desk):
    """Six days later the session is over."""
    await desk.open("/staff")
    await desk.send("/staff", username="siiri", password="correct horse")
    return await desk.open("/desk")


async def test_the_next_page_of_the_queue_holds_the_rest(desk, service):
    for number in range(52):
        await person_who_sent(service, quiet_summary(), name=f"Asiakas-{number:02}", number=None)
    first = await desk.open("/desk")
    link = first.html.split('href="/desk?show=open&amp;after=')[1].split('"')[0]
    second = await desk.open(f"/desk?show=open&after={link}")
    everybody = {f"Asiakas-{number:02}" for number in range(52)}
    assert {name for name in everybody if name in first.text or name in second.text} == everybody
    assert not {name for name in everybody if name in first.text and name in second.text}


async def test_a_message_that_waits_for_an_answer_is_seen_in_the_queue(
    desk, claimed, siiri, service
):
    context, actor = service.context, siiri.user.actor()
    await claimed.run(lambda uow: write(uow, context, claimed.client.id, "Milloin tulet?"))
    assert "Uusi viesti asiakkaalta" in (await desk.open("/desk")).text
    await claimed.run(lambda uow: message(uow, context, actor, claimed.referral_id, "Perjantaina."))
    page = await desk.open("/desk")
    assert "Uusi viesti asiakkaalta" not in page.text
    assert "Milloin tulet?" not in page.text
