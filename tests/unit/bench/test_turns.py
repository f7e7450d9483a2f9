"""The measured interview answers what the page asks, as a browser without script would."""

from bench.turns import OTHER_WORDS, Page, answer, read_page

HTML = """<form><input name="message_id" value="rail"></form>
<section class="ask" id="question"><form>
<input type="hidden" name="csrf" value="a&amp;b"><input type="hidden" name="question" value="money.start">
<input type="hidden" name="message_id" value="m1">
<li><button class="choice" name="choice" value="no">Ei</button></li></form>
<textarea name="text"></textarea></section>"""


def test_the_form_of_the_question_is_read_and_not_one_beside_it():
    page = read_page(HTML)
    assert page.fields == {"csrf": "a&b", "question": "money.start", "message_id": "m1"}
    assert (page.choices, page.takes_words) == (["no"], True)


def test_words_and_presses_take_turns_where_an_area_begins():
    page = read_page(HTML)
    assert answer(page, 2) == {"choice": "no"}
    assert answer(page, 3) == {"text": OTHER_WORDS}


def test_a_question_without_an_answer_to_press_gets_words():
    assert answer(Page({"question": "general.hopes"}, ["skip"], takes_words=True), 2) == {
        "text": OTHER_WORDS
    }
