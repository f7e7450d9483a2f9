"""Where a text may lead: data/permitted_sites.yml, and the search for addresses in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.problems import ContentError, read_yaml
from bot.content.texts import Texts

# With a scheme, with www, or a bare name under an ending that people here would click.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s\"'<>)]+|\b[\w-]+(?:\.[\w-]+)*\.(?:fi|se|com|org|net|eu|info|app)\b"
    r"(?:/[^\s\"'<>)]*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


@dataclass(frozen=True)
class PermittedSites:
    """Hosts besides our own."""

    texts: frozenset[str]
    video: Mapping[str, str]

    def video_of(self, prison: str, default: str) -> str | None:
        """The video host of that prison; None where there is no video."""
        return self.video.get(prison, default) or None


def load_sites(path: Path) -> PermittedSites:
    """Load and check the file; raises ContentError with every problem."""
    data = read_yaml(path)
    texts, video = data.get("texts") or [], data.get("video") or {}
    hosts = [*texts, *(host for host in video.values() if host)]
    problems = [
        f"{path.name}: {host} is no host name" for host in hosts if not _HOST.fullmatch(str(host))
    ]
    if problems:
        raise ContentError(problems)
    return PermittedSites(frozenset(texts), {str(k): str(v or "") for k, v in video.items()})


def addresses_in(text: str) -> Iterator[str]:
    """The hosts that a text names; an e-mail address leads nowhere from a cell either."""
    yield from _MAIL.findall(text)
    for address in _ADDRESS.findall(_MAIL.sub(" ", text)):
        bare = re.sub(r"^https?://", "", address, flags=re.IGNORECASE)
        yield re.split(r"[/?#:]", bare, maxsplit=1)[0].lower()


def check_sites(texts: Texts, sites: PermittedSites) -> list[str]:
    """Texts that lead to a place that no proxy lets through."""
    return [
        f"{lang}: {key} leads to {host}, which is not in permitted_sites.yml"
        for lang in texts.languages
        for key, text in texts.by_language[lang].items()
        if not key.endswith(".words")
        for host in addresses_in(text)
        if host not in sites.texts
    ]
