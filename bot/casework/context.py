"""What every use case needs beside the transaction; built once at start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.casework.clocks import Targets
from bot.casework.directory import ListedActor
from bot.casework.hearing import Glossary, MunicipalityIn
from bot.casework.need_area import Interview
from bot.casework.outbox import Destination
from bot.casework.ports.calls import Calls
from bot.casework.ports.machine import Clock, Hasher, Ids

# All dates and hours that people read are Finnish local time.
ZONE = ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True)
class Limits:
    """What the operator chose; seconds unless the name says otherwise."""

    code_days: int = 14
    client_idle: int = 20 * 60
    staff_idle: int = 60 * 60
    session_absolute: int = 12 * 60 * 60
    totp_required: bool = False


@dataclass(frozen=True)
class Context:
    """Clock, ids, content and limits."""

    clock: Clock
    ids: Ids
    hasher: Hasher
    interview: Interview
    glossary: Glossary
    # County id -> its name by language.
    counties: Mapping[str, Mapping[str, str]]
    code_key: bytes
    limits: Limits
    meeting_host: str
    # None: rooms at ``meeting_host``, open to who knows their name.
    calls: Calls | None = None
    municipality_in: MunicipalityIn | None = None
    # County id -> how soon it wants to act; a county without an entry has the usual goals.
    targets: Mapping[str, Targets] = field(default_factory=dict)
    # County id -> the actors of its directory, and where it wants hand-overs and notices.
    directory: Mapping[str, tuple[ListedActor, ...]] = field(default_factory=dict)
    destinations: Mapping[str, Destination] = field(default_factory=dict)

    def targets_of(self, county: str) -> Targets:
        """How soon that county wants to act."""
        return self.targets.get(county, Targets())

    def destination_of(self, county: str) -> Destination:
        """Where that county wants things sent; nowhere unless it said so."""
        return self.destinations.get(county, Destination())

    def today(self) -> dt.date:
        """The date in Finland."""
        return self.clock.now().astimezone(ZONE).date()
