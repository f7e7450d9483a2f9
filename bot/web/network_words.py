"""The support network in the words of one language, for the desk and for the cell."""

from __future__ import annotations

from typing import Any

from bot.content import Texts

Json = dict[str, Any]


def worded(texts: Texts, lang: str, needs: list[Json]) -> list[Json]:
    """The needs with a label for each thing that is shown by name."""
    return [_need(texts, lang, need) for need in needs]


def _need(texts: Texts, lang: str, need: Json) -> Json:
    helpers = [{**h, "label": _name(texts, lang, h)} for h in need["helpers"]]
    responsible = need["responsible_helper"]
    side = f"network.side.{need['responsible']}"
    choices = [
        {"id": each["id"], "label": _listed(texts, lang, each["id"], each["names"])}
        for each in need["choices"]
    ]
    return {
        **need,
        "label": texts.say(lang, f"area.{need['area']}"),
        "status_label": texts.say(lang, f"network.status.{need['status']}"),
        "responsible_label": (
            _name(texts, lang, responsible)
            if responsible
            else texts.say(lang, side if texts.has(lang, side) else "network.side.gone")
        ),
        "helpers": helpers,
        "choices": choices,
    }


def _name(texts: Texts, lang: str, helper: Json) -> str:
    if helper["name"]:
        return str(helper["name"])
    return _listed(texts, lang, helper["actor"], helper["names"])


def _listed(texts: Texts, lang: str, actor: str, names: Json | None) -> str:
    if names:
        return str(names[lang])
    key = f"actor.{actor}"
    # The directory is data: what it no longer lists keeps its id.
    return texts.say(lang, key) if texts.has(lang, key) else actor
