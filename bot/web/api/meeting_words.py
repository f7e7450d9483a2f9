"""A meeting as a program reads it: text keys are for our own pages, so they become words."""

from __future__ import annotations

from bot.web.api.body import Json
from bot.web.api.call import Call


def in_words(call: Call, view: Json) -> Json:
    """With the state as a sentence and, for a place that is taken, the reason."""
    meeting = dict(view)
    meeting["state_text"] = call.texts.say(call.lang, meeting.pop("state_key"))
    if "places" in meeting:
        meeting["places"] = [
            {**place, "clash": call.texts.say(call.lang, place["clash"])}
            if place["clash"]
            else place
            for place in meeting["places"]
        ]
    if "clashes" in meeting:
        meeting["clashes"] = [call.texts.say(call.lang, key) for key in meeting["clashes"]]
    return meeting
