"""The conversation on pages: one question at a time, nothing lost, nothing said twice."""

import re


def entries_of(service, client_id):
    return service.database.read(lambda uow: uow.threads.everything(client_id))


async def test_the_first_page_tells_who_reads_and_asks_for_consent(cell):
    page = cell.page
    assert page.heading == "Saanko kysyä ja tallentaa vastauksesi?"
    assert "Olen kone, en ihminen" in page.text
    assert "kerron siitä henkilökunnalle" in page.text
    assert page.buttons("/chat")[:2] != []
    assert {"agree", "disagree"} <= set(page.buttons("/chat"))


async def test_no_to_consent_stays_at_consent_and_costs_nothing(cell):
    page = await cell.press("/chat", choice="disagree")
    assert page.heading == "Saanko kysyä ja tallentaa vastauksesi?"
    assert "Siitä ei tule sinulle haittaa" in page.text


async def test_a_press_leads_to_the_next_question_as_the_heading(talking):
    assert talking.page.status == 200
    assert talking.page.heading == "Mikä asia huolettaa sinua eniten, kun vapaudut?"


async def test_own_words_are_shown_as_they_were_written(talking):
    page = await talking.press("/chat", text=None, fields={"text": "Asunto <b>meni</b> & ä"})
    assert "Asunto &lt;b&gt;meni&lt;/b&gt; &amp; ä" in page.html


async def test_every_question_has_dont_know_no_answer_and_skip_as_quiet_buttons(told):
    assert {"dont_know", "no_answer", "skip"} <= set(told.page.buttons("/chat"))
    assert "En halua vastata" in told.page.text


async def test_i_dont_want_to_answer_is_pressed_and_noted_as_that(told):
    page = await told.press("/chat", choice="no_answer")
    assert page.status == 200
    assert "ei tarvetta" not in page.text


async def test_the_question_stands_once_as_heading_and_not_among_the_new_messages(told):
    question = told.page.heading
    assert told.page.text.count(question) == 2  # the heading and the title of the page


async def test_an_empty_message_is_refused_in_words_and_the_question_stays(told):
    question = told.page.heading
    page = await told.press("/chat", text=None, fields={"text": "   "})
    assert page.status == 422
    assert page.heading == question
    assert "Viestisi oli tyhjä" in page.text


async def test_a_message_that_is_too_long_comes_back_in_the_box(told):
    long = "a" * 20_001
    page = await told.press("/chat", text=None, fields={"text": long})
    assert page.status == 422
    assert page.form("/chat", text=None)["fields"]["text"] == long
    assert "liian pitkä" in page.text


async def test_an_old_page_shows_the_present_question_and_keeps_the_typed_words(told):
    old = told.page
    await told.press("/chat", choice="no")
    present = told.page.heading
    told.page = old
    page = await told.press("/chat", text=None, fields={"text": "Minulla ei ole mitään."})
    assert page.status == 409
    assert page.heading == present
    assert page.form("/chat", text=None)["fields"]["text"] == "Minulla ei ole mitään."
    assert "Tässä on uusi kysymys" in page.text


async def test_a_double_click_is_one_message(told, service, issued):
    first = told.page
    await told.press("/chat", choice="no")
    after_one = len(await entries_of(service, issued.client.id))
    told.page = first
    page = await told.press("/chat", choice="no")
    assert page.status == 200
    assert len(await entries_of(service, issued.client.id)) == after_one


async def test_while_rasa_is_away_the_message_is_safe_and_the_page_says_so(
    told, rasa, service, issued
):
    rasa.away = True
    page = await told.press("/chat", text=None, fields={"text": "Raha on lopussa."})
    assert page.status == 200
    assert "Viestisi on tallessa. En pysty vastaamaan juuri nyt." in page.text
    assert "Raha on lopussa." in page.text
    assert (await entries_of(service, issued.client.id))[-1].body["text"] == "Raha on lopussa."


async def test_when_rasa_is_back_the_answer_is_on_the_page(told, rasa, clock, service):
    from bot.web.conversation import CONVERSATION

    rasa.away = True
    await told.press("/chat", text=None, fields={"text": "Raha on lopussa."})
    rasa.away = False
    clock.move_on(minutes=1)
    assert await service.server.app[CONVERSATION].pump() == 1
    page = await told.open("/chat")
    assert "En pysty vastaamaan" not in page.text


async def test_explain_comes_back_to_the_same_question(told):
    question = told.page.heading
    page = await told.press("/chat", choice="explain")
    assert page.heading == question


async def test_the_button_for_a_person_works_from_every_page(told):
    await told.open("/access-log")
    page = await told.press("/chat", choice="human")
    assert page.path == "/chat"
    assert "Voit lähettää yhteenvedon ja pyytää tapaamista" in page.text


async def test_change_asks_which_answer(told):
    await told.press("/chat", choice="no")
    await told.open("/summary")
    page = await told.press("/chat", choice="change")
    assert page.heading == "Minkä vastauksen haluat muuttaa?"
    assert "housing" in page.buttons("/chat")


async def test_starting_over_is_pressed_and_asked_about_first(told):
    await told.open("/summary")
    page = await told.press("/chat", choice="restart")
    assert page.heading == "Haluatko aloittaa alusta?"
    page = await told.press("/chat", choice="no")
    assert "Vastauksesi ovat tallessa." in page.text


async def test_a_confirmed_wish_to_delete_leads_to_the_page_that_deletes(told, rasa):
    rasa.teach("Poista kaikki", intent="delete_my_data")
    page = await told.press("/chat", text=None, fields={"text": "Poista kaikki"})
    assert page.heading == "Haluatko poistaa kaikki tietosi?"
    page = await told.press("/chat", choice="yes")
    assert page.path == "/erase"


async def test_another_language_in_the_conversation_changes_the_page(told, rasa):
    rasa.teach("Vaihda kieli", intent="change_language")
    await told.press("/chat", text=None, fields={"text": "Vaihda kieli"})
    page = await told.press("/chat", choice="sv")
    assert 'lang="sv"' in page.html.split("<head>")[0]


async def test_old_messages_fold_away_and_the_whole_stands_a_link_further(told):
    for _ in range(25):
        await told.press("/chat", choice="explain")
    page = told.page
    assert "<details" in page.html
    assert "/chat/all" in page.html
    assert "Saanko kysyä" not in page.text
    page = await told.open("/chat/all")
    older = re.search(r"/chat/all\?to=\d+", page.html).group()
    page = await told.open(older)
    assert "Saanko kysyä ja tallentaa vastauksesi?" in page.text


async def test_a_long_thread_stays_light(told, service):
    for number in range(20):
        await told.press("/chat", text=None, fields={"text": f"Asunto {number} " + "kauas " * 500})
    page = told.page
    weight = len(page.html.encode())
    for url in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.html)):
        async with told.client.get(url) as answer:
            weight += len(await answer.read())
    assert weight < 60_000


def test_the_script_stays_small():
    from bot.settings import ROOT

    script = ROOT / "bot" / "web" / "shared" / "static" / "cell.js"
    assert script.stat().st_size < 8192


async def test_a_press_from_nowhere_is_refused(told):
    token = told.page.form("/chat", text=None)["fields"]["csrf"]
    page = await told.post("/chat", {"csrf": token, "choice": "nonsense"})
    assert page.status in (409, 422)


async def test_other_words_in_a_form_that_was_sent_before_are_not_lost(told):
    old = told.page
    await told.press("/chat", text=None, fields={"text": "Asun kaverilla."})
    told.page = old
    page = await told.press("/chat", text=None, fields={"text": "Siis siskon luona."})
    assert "Siis siskon luona." in page.html
