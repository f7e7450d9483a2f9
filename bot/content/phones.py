"""What helps in a crisis: data/crisis_phones.yml. Phones come after "tell the staff first".

A prison may name its own call button and its own list of phones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.problems import ContentError, read_yaml

LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True)
class Phone:
    """One number; its label is the text phone.<id>, its hours phone.open.<open>."""

    id: str
    number: str
    open: str


@dataclass(frozen=True)
class Prison:
    """What one prison has of its own: the name of the button, which phones in which order."""

    call_button: Mapping[str, str]
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phones:
    """Which numbers help with which kind of danger, in which language."""

    rows: tuple[tuple[frozenset[str], Mapping[str, Phone]], ...]
    prisons: Mapping[str, Prison] = field(default_factory=dict)

    def of(self, kind: str, lang: str, prison: str | None = None) -> list[Phone]:
        """The numbers for this kind, in the order of the file or of the prison's own list."""
        found = [phones[lang] for kinds, phones in self.rows if kind in kinds]
        own = self.prisons[prison].phones if prison and prison in self.prisons else ()
        if not own:
            return found
        return sorted((phone for phone in found if phone.id in own), key=lambda p: own.index(p.id))

    def call_button(self, prison: str | None, lang: str) -> str | None:
        """How that prison names its call button, as it stands after "press"; None: as all do."""
        return (
            self.prisons[prison].call_button.get(lang)
            if prison and prison in self.prisons
            else None
        )


def load_phones(path: Path) -> Phones:
    """Load and check the file; raises ContentError with every problem."""
    rows = []
    problems = []
    data = read_yaml(path)
    for row in data["phones"]:
        phones = {}
        for lang in LANGUAGES:
            number, hours = row["numbers"].get(lang), row["open"].get(lang)
            if not number or hours not in ("always", "limited"):
                problems.append(f"{path.name}: {row['id']} needs number and hours in {lang}")
            phones[lang] = Phone(row["id"], str(number), str(hours))
        rows.append((frozenset(row["kinds"]), phones))
    known = {row["id"] for row in data["phones"]}
    prisons = {}
    for prison, own in (data.get("prisons") or {}).items():
        button, phones_of = own.get("call_button", {}), tuple(own.get("phones", ()))
        if button and set(button) != set(LANGUAGES):
            problems.append(f"{path.name}: {prison} needs its call_button in every language")
        problems += [
            f"{path.name}: {prison} names no phone: {p}" for p in phones_of if p not in known
        ]
        prisons[prison] = Prison(button, phones_of)
    if problems:
        raise ContentError(problems)
    return Phones(tuple(rows), prisons)
