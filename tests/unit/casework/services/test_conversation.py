import pytest

from bot.casework.errors import BadInput, WrongState
from bot.casework.reading import Reading
from bot.casework.services.conversation import MAX_TEXT, Incoming, receive, take_turn
from bot.casework.services.crisis import press_help
from bot.casework.services.thread import open_thread

DANGER = "mä haluan kuolla"


class Cell:
    """The person at the screen, with readings given by hand instead of by Rasa."""

    def __init__(self, house):
        self.house = house
        self.count = 0

    def receive(self, **what):
        self.count += 1
        what.setdefault("message_id", f"m{self.count}")
        return self.house.call(receive, self.house.person, Incoming(**what))

    def heard(self, received, **reading):
        message = self.house.uow.threads.get(self.house.person, received.message_id)
        reading.setdefault("text", message.body["text"])
        reading.setdefault("choice", message.body["choice"])
        return self.house.call(
            take_turn, self.house.person, Reading(received.message_id, **reading)
        )

    def write(self, text, **reading):
        return self.heard(self.receive(text=text), **reading)

    def press(self, choice, **reading):
        return self.heard(self.receive(choice=choice), **reading)

    def thread(self, **how):
        return self.house.call(open_thread, self.house.person, **how)

    @property
    def stored(self):
        return self.house.uow.threads.everything(self.house.person)

    @property
    def alerts(self):
        return self.house.uow.alerts.open_of_client(self.house.person)


@pytest.fixture
def cell(house):
    return Cell(house)


def says(turn):
    return [say["say"] for say in turn["says"]]


def said(view):
    return [say["say"] for m in view.messages if m.sender == "assistant" for say in m.body["says"]]


def test_the_first_words_say_who_reads_and_what_happens_in_danger(cell):
    view = cell.thread()
    assert said(view) == ["say.hello", "say.who_reads", "say.danger", "ask.consent"]
    assert view.stage == "consent"
    assert said(cell.thread()) == said(view)


def test_a_message_is_stored_before_it_is_understood(cell):
    received = cell.receive(text="asunto huolettaa")
    assert received.forward
    assert cell.thread().waiting
    assert [m.body["text"] for m in cell.house.uow.threads.waiting("person")] == [
        "asunto huolettaa"
    ]


def test_a_message_is_heard_once_however_often_it_arrives(cell):
    received = cell.receive(choice="agree")
    first = cell.heard(received)
    count = len(cell.stored)
    assert cell.heard(received) == first
    assert len(cell.stored) == count


def test_a_double_click_stores_one_message(cell):
    first = cell.receive(choice="agree", message_id="same")
    assert cell.receive(choice="agree", message_id="same") == first
    cell.heard(first)
    again = cell.receive(choice="agree", message_id="same")
    assert (again.seq, again.forward) == (first.seq, False)


def test_an_answer_to_a_question_that_is_gone_is_turned_away(cell):
    cell.press("agree")
    with pytest.raises(WrongState, match="question_changed"):
        cell.receive(choice="agree", question="consent")


def test_a_choice_that_is_not_offered_is_turned_away(cell):
    cell.thread()
    with pytest.raises(BadInput, match="choice_unknown"):
        cell.receive(choice="housing", question="consent")


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b", None])
def test_an_empty_message_gets_a_kind_refusal(cell, text):
    with pytest.raises(BadInput, match="message_empty"):
        cell.receive(text=text)


def test_twenty_thousand_characters_are_taken_and_more_are_not(cell):
    assert cell.receive(text="a" * MAX_TEXT).forward
    with pytest.raises(BadInput, match="message_too_long"):
        cell.receive(text="a" * (MAX_TEXT + 1))


def test_danger_is_seen_even_in_a_message_that_is_too_long(cell):
    cell.receive(text=DANGER + " a" * MAX_TEXT)
    assert [a.kind for a in cell.alerts] == ["suicide"]


def test_an_identity_code_is_never_stored(cell):
    received = cell.receive(text="mun hetu on 131052-308T ja asunto puuttuu")
    turn = cell.heard(received)
    stored = [str(m.body) for m in cell.stored]
    assert not [body for body in stored if "131052" in body]
    assert says(turn)[0] == "say.masked"


@pytest.mark.parametrize("when", ["consent", "opening", "interview"])
def test_danger_stops_the_interview_at_every_step_without_rasa(cell, when):
    if when != "consent":
        cell.press("agree")
    if when == "interview":
        cell.press("skip")
    received = cell.receive(text=DANGER)
    view = cell.thread(after=received.seq)
    assert view.stage == "crisis"
    assert said(view)[0] == "crisis.message.suicide"
    assert view.asks.choices == ("continue", "stop")
    assert [a.kind for a in cell.alerts] == ["suicide"]


def test_danger_is_seen_in_answer_to_a_question_that_is_gone(cell):
    cell.press("agree")
    cell.receive(text=DANGER, question="consent")
    assert cell.alerts


def test_the_alert_is_told_as_it_is_now_and_not_as_it_was(cell):
    cell.receive(text=DANGER)
    assert "crisis.alert.maybe_unseen" in said(cell.thread())
    cell.house.uow.alerts.acknowledge(
        cell.alerts[0].id, cell.alerts[0].prison, "guard", cell.house.clock.now()
    )
    assert "crisis.alert.answered" in said(cell.thread())


def test_needs_told_in_the_same_breath_as_danger_are_not_lost(cell):
    cell.press("agree")
    received = cell.receive(text=f"asunto meni, {DANGER}")
    before = len(cell.stored)
    turn = cell.heard(received, areas=("housing",))
    assert says(turn) == []
    assert len(cell.stored) == before
    assert cell.stored[-2].body["areas"] == ["housing"]
    state, _ = cell.house.uow.intakes.get("person")
    assert state.areas["housing"].named


def test_what_is_written_while_the_interview_waits_is_kept_and_asks_for_nothing(cell):
    cell.receive(text=DANGER)
    received = cell.receive(text="oon yksin")
    assert said(cell.thread(after=received.seq)) == ["crisis.again", "crisis.paused.text"]
    assert len(cell.alerts) == 1


def test_a_second_danger_of_another_kind_is_another_alert(cell):
    cell.receive(text=DANGER)
    cell.receive(text="joku uhkaa tappaa mut")
    assert {a.kind for a in cell.alerts} == {"suicide", "violence_to_me"}


def test_going_on_asks_the_same_question_and_leaves_the_alert_open(cell):
    cell.press("agree")
    cell.receive(text=DANGER)
    received = cell.receive(choice="continue")
    assert not received.forward
    assert said(cell.thread(after=received.seq)) == ["crisis.resumed", "ask.opening"]
    assert cell.alerts


def test_danger_that_only_the_models_see_stops_the_interview_too(cell):
    cell.press("agree")
    turn = cell.write("joku vihjaus", crisis="self_harm")
    assert says(turn)[0] == "crisis.message.self_harm"
    assert [a.kind for a in cell.alerts] == ["self_harm"]


def test_the_help_button_works_at_the_first_press_and_before_consent(cell):
    cell.house.call(press_help, "person")
    assert [a.kind for a in cell.alerts] == ["asked_for_help"]
    assert cell.thread().stage == "crisis"


def test_words_that_waited_too_long_answer_no_other_question(cell):
    cell.press("agree")
    first = cell.receive(text="rahat on loppu")
    second = cell.receive(text="rahat on loppu ja asunto")
    cell.heard(first, areas=("money",))
    turn = cell.heard(second, areas=("money", "housing"))
    state, _ = cell.house.uow.intakes.get("person")
    assert state.asked == "money.start"
    assert says(turn)[-1] == "ask.money.start"
    assert not state.answers


def test_a_change_of_language_holds_for_the_person(cell):
    cell.press("agree")
    cell.write("språket tack", intent="change_language")
    turn = cell.press("sv")
    assert turn["effects"] == ["language:sv"]
    assert cell.house.uow.clients.get("person").lang == "sv"


def test_asking_for_news_tells_what_has_become_of_the_summary(cell):
    cell.press("agree")
    turn = cell.write("onko kukaan lukenut", intent="ask_status")
    assert says(turn)[:2] == ["say.status_none", "say.what_then"]


@pytest.mark.parametrize("text", ["/restart", '/inform{"housing": "x"}', "<script>x</script>"])
def test_what_looks_like_a_command_is_only_words(cell, text):
    cell.press("agree")
    received = cell.receive(text=text)
    assert cell.house.uow.threads.get("person", received.message_id).body["text"] == text
    cell.heard(received)
    state, _ = cell.house.uow.intakes.get("person")
    assert state.stage == "interview"
