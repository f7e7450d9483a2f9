import json
import logging

from bot.logs import JsonLines


def record(error=None):
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("bot.web", logging.ERROR, __file__, 1, "pump: %s", ("x",), info)


def test_a_line_is_one_object():
    line = json.loads(JsonLines().format(record()))
    assert (line["level"], line["logger"], line["message"]) == ("error", "bot.web", "pump: x")
    assert line["time"].endswith("+00:00")


def test_an_error_is_named_and_not_quoted():
    try:
        raise ValueError("what a person wrote")  # noqa: TRY301
    except ValueError as error:
        text = JsonLines().format(record(error))
    assert "what a person" not in text
    assert json.loads(text)["error"].startswith("ValueError at ")
    assert "\n" not in text
