"""The steps before the classifiers: clean-up, clauses, features, labels."""

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_components import labels
from bot.rasa_components.clauses import MOST_CLAUSES, split_clauses
from bot.rasa_components.clean_text import WHOLE_TEXT, TextCleaner
from bot.rasa_components.importer import LanguageImporter, language_of_path
from bot.rasa_components.ngram_features import ngram_rows, pieces

CLEANER = TextCleaner(TextCleaner.get_default_config())


def cleaned(text):
    [message] = CLEANER.process([Message({"text": text})])
    return message.get("text"), message.get(WHOLE_TEXT)


@pytest.mark.parametrize("typed", ["/restart", " / /restart", "\u200b/restart", "//\n/x", "/"])
def test_no_text_leaves_looking_like_a_command(typed):
    assert not cleaned(typed)[0].lstrip().startswith("/")


def test_a_long_letter_is_read_at_both_ends_and_kept_whole_for_danger():
    read, whole = cleaned("alku " + "x" * 20_000 + " loppu")
    assert read.startswith("alku") and read.endswith("loppu") and len(read) < 850
    assert len(whole) > 20_000


def test_no_text_is_no_error():
    assert cleaned(None) == ("", "")


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("kämppä on, mut velkoja riittää", ["kämppä on", "velkoja riittää"]),
        ("asunto, rahat", ["asunto", "rahat"]),
        ("jag har bostad men inga pengar", ["jag har bostad", "inga pengar"]),
        ("I have a flat but no money", ["I have a flat", "no money"]),
        ("velkoja", []),
        ("2,5 tonnia velkaa", []),
        ("", []),
        ("...!!!", []),
    ],
)
def test_clauses_are_cut_apart(text, clauses):
    assert split_clauses(text) == clauses


def test_there_is_an_end_to_clauses():
    assert len(split_clauses(", ".join(["sana"] * 500))) == MOST_CLAUSES


def test_words_without_their_dots_share_pieces_with_those_that_have_them():
    with_dots, without = set(pieces("kämppä")), set(pieces("kamppa"))
    assert len(with_dots & without) > 0.8 * len(with_dots)


def test_rows_have_unit_length_and_an_empty_text_has_an_empty_row():
    rows = ngram_rows(["ei asuntoa", ""])
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1)).A1
    assert lengths == pytest.approx([1.0, 0.0])


def example(intent="inform", **metadata):
    return Message({"text": "x", "intent": intent, "metadata": {"intent": metadata}})


def test_a_block_that_does_not_say_is_not_a_no():
    assert labels.areas_of(example()) is None
    assert labels.areas_of(example(areas=[])) == ()
    assert labels.areas_of(example(areas=["debts"])) == ("debts",)
    assert labels.areas_of(example("greet")) == ()
    assert labels.signals_of(example()) is None
    assert labels.signals_of(example(areas=["money"])) == ()


def test_answers_come_from_the_intent_unless_said():
    assert labels.answer_of(example("affirm")) == "yes"
    assert labels.answer_of(example("deny")) == "no"
    assert labels.answer_of(example(answer="fine")) == "fine"
    assert labels.answer_of(example(answer=False)) == "no"
    assert labels.answer_of(example()) == "other"


@pytest.mark.parametrize("bad", [{"areas": ["hosing"]}, {"crisis": "x"}, {"answer": "x"}])
def test_a_slip_in_a_label_is_no_silence(bad):
    read = {"areas": labels.areas_of, "crisis": labels.crisis_of, "answer": labels.answer_of}
    [key] = bad
    with pytest.raises(labels.UnknownLabel):
        read[key](example(**bad))


def test_lines_know_their_language(tmp_path):
    for lang, line in (("fi", "hei"), ("sv", "hej")):
        folder = tmp_path / "nlu" / lang / "intents"
        folder.mkdir(parents=True)
        text = f'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - {line}\n'
        (folder / "greet.yml").write_text(text)
    found = LanguageImporter(training_data_paths=[str(tmp_path)]).get_nlu_data()
    assert {(e.get("text"), e.get("lang")) for e in found.training_examples} == {
        ("hei", "fi"),
        ("hej", "sv"),
    }
    assert language_of_path("data/nlu/en/fi/x.yml") == "fi"
    assert language_of_path("x.yml") is None
