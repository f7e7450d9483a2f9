"""Phone numbers for a crisis: data/crisis_phones.yml. They come after "tell the staff first"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
class Phones:
    """Which numbers help with which kind of danger, in which language."""

    rows: tuple[tuple[frozenset[str], Mapping[str, Phone]], ...]

    def of(self, kind: str, lang: str) -> list[Phone]:
        """The numbers for this kind, in the order of the file."""
        return [phones[lang] for kinds, phones in self.rows if kind in kinds]


def load_phones(path: Path) -> Phones:
    """Load and check the file; raises ContentError with every problem."""
    rows = []
    problems = []
    for row in read_yaml(path)["phones"]:
        phones = {}
        for lang in LANGUAGES:
            number, hours = row["numbers"].get(lang), row["open"].get(lang)
            if not number or hours not in ("always", "limited"):
                problems.append(f"{path.name}: {row['id']} needs number and hours in {lang}")
            phones[lang] = Phone(row["id"], str(number), str(hours))
        rows.append((frozenset(row["kinds"]), phones))
    if problems:
        raise ContentError(problems)
    return Phones(tuple(rows))
