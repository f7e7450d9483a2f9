"""Checks each answer of the form and keeps the finished summary in SQLite."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

CHOICES = {
    "home": ("yes", "at_risk", "no"),
    "first_night": ("close_one", "hostel", "nowhere", "elsewhere"),
    "arrears": ("yes", "no"),
    "debt_kinds": ("loans", "fines_damages", "rent", "many"),
    "enforcement": ("yes", "no"),
    "money": ("yes", "a_little", "no"),
    "applied": ("yes", "no"),
    "enough": ("enough", "continue"),
}
TEXTS = ("opening", "municipality", "debts", "blocks_home", "first_day", "before")
LONGEST = 1000

Check = Callable[[Any, CollectingDispatcher, Tracker, DomainDict], dict[str, Any]]


def _choice(slot: str) -> Check:
    def check(
        value: Any, _dispatcher: CollectingDispatcher, _tracker: Tracker, _domain: DomainDict
    ) -> dict[str, Any]:
        return {slot: value if value in CHOICES[slot] else None}

    return check


def _text(slot: str) -> Check:
    def check(
        value: Any, _dispatcher: CollectingDispatcher, _tracker: Tracker, _domain: DomainDict
    ) -> dict[str, Any]:
        words = str(value or "").strip()[:LONGEST]
        return {slot: words or None}

    return check


class ValidateNeedsForm(FormValidationAction):
    """One check for each slot."""

    def __init__(self) -> None:
        for slot in CHOICES:
            setattr(self, f"validate_{slot}", _choice(slot))
        for slot in TEXTS:
            setattr(self, f"validate_{slot}", _text(slot))

    def name(self) -> str:
        return "validate_needs_form"


class StoreSummary(Action):
    """One row for each finished interview."""

    def name(self) -> str:
        return "action_store_summary"

    def run(
        self, _dispatcher: CollectingDispatcher, tracker: Tracker, _domain: DomainDict
    ) -> list[dict[str, Any]]:
        summary = {slot: tracker.get_slot(slot) for slot in (*CHOICES, *TEXTS)}
        with sqlite3.connect(os.environ["STOCK_SUMMARY_DB"]) as database:
            database.execute("CREATE TABLE IF NOT EXISTS summary (sender TEXT, content TEXT)")
            database.execute(
                "INSERT INTO summary VALUES (?, ?)", (tracker.sender_id, json.dumps(summary))
            )
        database.close()
        return []
