"""The review: nothing leaves without a tick, what leaves is shown first."""

import pytest


@pytest.fixture
async def reviewing(told):
    """A need with own words and an answer; debts named and not asked yet."""
    await told.press("/chat", choice="no")
    await told.press("/chat", choice="nowhere")
    await told.open("/summary")
    return told


def stored(service, issued):
    return service.database.read(lambda uow: uow.reviews.get(issued.client.id))


def referral(service, issued):
    return service.database.read(lambda uow: uow.referrals.of_client(issued.client.id))


async def test_nothing_is_ticked_at_first(reviewing):
    boxes = reviewing.page.form("/summary")["boxes"]
    assert {value for _, value, _ in boxes} >= {"housing", "debts"}
    assert not any(checked for _, _, checked in boxes)


async def test_own_words_and_answers_stand_under_their_topic(reviewing):
    assert "Asunto meni ja velkoja on." in reviewing.page.text
    assert "Minulla ei ole paikkaa" in reviewing.page.text


async def test_words_about_two_topics_say_that_both_must_be_ticked(reviewing):
    assert "Tämä koskee myös: Velat" in reviewing.page.text


async def test_a_typed_answer_that_tells_of_another_need_says_so_too(told):
    await told.press("/chat", choice="no")
    await told.press("/chat", text=None, fields={"text": "Kaverilla, velkoja on sillekin."})
    page = await told.open("/summary")
    assert page.text.count("Tämä koskee myös: Velat") == 2


async def test_before_anything_is_told_the_page_says_what_will_come(talking):
    page = await talking.open("/summary")
    assert "Yhteenveto on vielä tyhjä" in page.text


async def test_without_a_tick_nothing_can_be_sent(reviewing, service, issued):
    page = await reviewing.press("/summary", do="leaving")
    assert page.path == "/summary/send"
    assert "Et ole antanut lupaa mihinkään" in page.text
    assert not [f for f in page.forms if f["action"] == "/summary/send"]
    token = page.form("/text-size")["fields"]["csrf"]
    page = await reviewing.post("/summary/send", {"csrf": token})
    assert page.status == 409
    assert await referral(service, issued) is None


async def test_what_leaves_is_shown_and_only_that_page_sends(reviewing, service, issued):
    page = await reviewing.press("/summary", do="leaving", tick=["housing"])
    assert page.heading == "Tämän lähetän"
    assert "Minulla ei ole paikkaa" in page.text
    # These words are also about debts, which has no tick.
    assert "Asunto meni ja velkoja on." not in page.text
    assert await referral(service, issued) is None
    page = await reviewing.press("/summary/send")
    assert page.path == "/sent"
    assert (await referral(service, issued)).areas == ["housing"]


async def test_sending_twice_is_one_sending(reviewing, service, issued):
    await reviewing.press("/summary", do="leaving", tick=["housing"])
    leaving = reviewing.page
    await reviewing.press("/summary/send")
    reviewing.page = leaving
    page = await reviewing.press("/summary/send")
    assert page.path == "/sent"
    assert (await referral(service, issued)).content_version == 1


async def test_ticks_are_kept_whichever_button_is_pressed(reviewing, service, issued):
    await reviewing.press("/summary", correct="housing", tick=["debts"])
    assert (await stored(service, issued)).ticked("debts")
    await reviewing.open("/summary")
    await reviewing.press("/summary", do="later", untick=["debts"])
    assert not (await stored(service, issued)).ticked("debts")


async def test_words_can_be_corrected(reviewing):
    await reviewing.press("/summary", correct="housing")
    assert reviewing.page.heading == "Korjaa: Asuminen"
    page = await reviewing.press(
        "/summary/correct/housing", do="save", fields={"text": "Asunto meni."}
    )
    assert page.path == "/summary/correct/housing"
    page = await reviewing.open("/summary")
    assert "Asunto meni." in page.text
    assert "velkoja on" not in page.text
    assert "Muutit tätä" in page.text


async def test_a_topic_can_be_answered_again(reviewing):
    await reviewing.press("/summary", correct="housing")
    page = await reviewing.press("/summary/correct/housing", do="again")
    assert page.path == "/chat"
    assert page.heading == "Onko sinulla asunto, kun vapaudut?"


async def test_a_skipped_answer_is_told_as_skipped(told):
    await told.press("/chat", choice="skip")
    page = await told.open("/summary")
    assert "Ohitit tämän" in page.text


async def test_empty_words_are_refused_in_words(reviewing):
    await reviewing.press("/summary", correct="housing")
    page = await reviewing.press("/summary/correct/housing", do="save", fields={"text": " "})
    assert page.status == 422
    assert "Kirjoita ensin jotain." in page.text


async def test_what_is_left_out_can_be_taken_in_again(reviewing):
    await reviewing.press("/summary", correct="housing")
    page = await reviewing.press("/summary/correct/housing", do="leave_out")
    assert "Jätit tämän pois" in page.text
    page = await reviewing.open("/summary")
    assert "Asunto meni ja velkoja on." not in page.text.replace("”", "")[:0] + page.text
    await reviewing.press("/summary", correct="housing")
    await reviewing.press("/summary/correct/housing", do="take_in")
    page = await reviewing.open("/summary")
    assert "Asunto meni ja velkoja on." in page.text


async def test_danger_in_corrected_words_leads_to_the_crisis_page(reviewing, service):
    await reviewing.press("/summary", correct="housing")
    page = await reviewing.press(
        "/summary/correct/housing", do="save", fields={"text": "Haluan kuolla"}
    )
    assert page.path == "/crisis"
    alerts = await service.database.read(lambda uow: uow.alerts.open_of_prison("kuopio"))
    assert [alert.kind for alert in alerts] == ["suicide"]


async def test_a_part_that_does_not_exist_is_not_found(reviewing):
    page = await reviewing.open("/summary/correct/crimes")
    assert page.status == 404


async def test_a_tick_for_a_part_that_does_not_exist_is_refused(reviewing):
    token = reviewing.page.form("/text-size")["fields"]["csrf"]
    page = await reviewing.post("/summary", {"csrf": token, "shown": "crimes", "do": "later"})
    assert page.status == 422


async def test_a_question_that_was_skipped_is_no_need_of_nobody(told):
    await told.press("/chat", choice="skip")
    page = await told.open("/summary")
    # The person's own words named it: they stay, and the person decides here.
    assert "Asunto meni ja velkoja on." in page.text


async def test_after_sending_a_changed_tick_counts_when_it_is_sent_again(
    reviewing, service, issued
):
    await reviewing.press("/summary", do="leaving", tick=["housing", "debts"])
    await reviewing.press("/summary/send")
    page = await reviewing.open("/summary")
    assert "Olet lähettänyt yhteenvedon jo." in page.text
    await reviewing.press("/summary", do="leaving", untick=["debts"])
    await reviewing.press("/summary/send")
    assert (await referral(service, issued)).areas == ["housing"]


async def test_who_takes_back_every_tick_is_told_how_to_take_back_what_was_sent(reviewing):
    await reviewing.press("/summary", do="leaving", tick=["housing"])
    await reviewing.press("/summary/send")
    await reviewing.open("/summary")
    page = await reviewing.press("/summary", do="leaving", untick=["housing"])
    assert "Jos haluat perua kaiken, poista tietosi." in page.text
    assert 'href="/erase"' in page.html


async def test_another_county_asks_for_the_permissions_anew(reviewing, service, issued):
    await reviewing.press("/summary", do="leaving", tick=["housing"])
    await reviewing.press("/summary/send")

    def to_another(uow):
        client = uow.clients.get(issued.client.id)
        client.county = "kainuu"
        uow.clients.save(client)

    await service.database.run(to_another)
    page = await reviewing.open("/summary")
    assert not any(checked for _, _, checked in page.form("/summary")["boxes"])
    assert "Anna luvat uudelleen" in page.text
