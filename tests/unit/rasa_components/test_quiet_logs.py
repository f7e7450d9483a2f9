import io
import logging

import pytest

from bot.rasa_components.quiet_logs import describe, keep_words_out_of_logs


@pytest.fixture
def written():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    root.addHandler(handler)
    levels = root.level, logging.getLogger("rasa").level
    root.setLevel(logging.DEBUG)
    logging.getLogger("rasa").setLevel(logging.DEBUG)
    keep_words_out_of_logs()
    yield stream
    root.removeHandler(handler)
    root.setLevel(levels[0])
    logging.getLogger("rasa").setLevel(levels[1])


def test_an_error_is_logged_without_its_text(written):
    try:
        try:
            float("what the person said")
        except ValueError as cause:
            raise RuntimeError("said again") from cause
    except RuntimeError:
        logging.getLogger("rasa.core.processor").exception("An action failed.")
    assert "An action failed." in written.getvalue()
    assert "RuntimeError at test_quiet_logs.py" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert "said" not in written.getvalue()


def test_rasa_says_nothing_at_debug_level(written):
    logging.getLogger("rasa.core.processor").debug("parsed: what the person said")
    assert "said" not in written.getvalue()


def test_an_error_that_was_never_raised_can_be_described():
    assert describe(KeyError("secret")) == "KeyError at ?"
