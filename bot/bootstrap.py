"""Builds what the use cases need, once, at the start of a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.calls import load_calls
from bot.casework.clocks import Targets
from bot.casework.context import Context, Limits
from bot.casework.directory import ListedActor
from bot.casework.need_area import Interview
from bot.casework.outbox import Destination
from bot.casework.ports import Clock, Ids
from bot.clock import SystemClock, SystemIds
from bot.content import Texts, load_interview, load_texts
from bot.content.clocks import load_clocks
from bot.content.counties import Counties, load_counties
from bot.content.directory import load_directory
from bot.content.handover import load_handover
from bot.content.phones import Phones, load_phones
from bot.persistence.hashing import Argon2Hasher
from bot.persistence.sealing import code_key
from bot.settings import Settings


@dataclass(frozen=True)
class Content:
    """All data that people read and are asked."""

    interview: Interview
    texts: Texts
    counties: Counties
    phones: Phones
    targets: Mapping[str, Targets]
    directory: Mapping[str, tuple[ListedActor, ...]]
    destinations: Mapping[str, Destination]


def load_content(settings: Settings) -> Content:
    """Load and check the data; raises ContentError with every problem."""
    data = settings.data_dir
    counties, interview = load_counties(data / "counties.yml"), load_interview(data / "interview")
    areas = [area.id for area in interview.areas]
    return Content(
        interview,
        load_texts(data / "texts"),
        counties,
        load_phones(data / "crisis_phones.yml"),
        load_clocks(data / "clocks.yml", counties.names),
        load_directory(data / "directory.yml", counties.names, areas),
        load_handover(
            data / "handover.yml",
            settings.handover_secrets,
            counties.names,
            can_mail=bool(settings.smtp_host and settings.smtp_from),
        ),
    )


def build_context(
    settings: Settings,
    content: Content | None = None,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> Context:
    """The context of every use case."""
    content = content or load_content(settings)
    return Context(
        clock=clock or SystemClock(),
        ids=ids or SystemIds(),
        hasher=Argon2Hasher(),
        interview=content.interview,
        glossary=content.texts,
        counties=content.counties.names,
        code_key=code_key(settings.key_file),
        limits=Limits(
            code_days=settings.code_days,
            client_idle=settings.client_idle,
            staff_idle=settings.staff_idle,
            session_absolute=settings.session_absolute,
            totp_required=settings.totp_required,
        ),
        meeting_host=settings.meeting_host,
        calls=load_calls(settings, content.counties.names),
        municipality_in=content.counties.municipality_in,
        targets=content.targets,
        directory=content.directory,
        destinations=content.destinations,
    )
