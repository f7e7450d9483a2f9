"""Links to video calls: Jitsi Meet with a token for one room, one time and one role, or another
provider by its template. A host that the prison's proxy does not let through gets no link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import jwt

from bot.content.problems import ContentError, read_yaml
from bot.content.sites import PermittedSites, load_sites
from bot.settings import Settings

# Both names for a role, for the two kinds of Jitsi servers; text, as Jitsi wants it.
ROLES = {
    True: {"moderator": "true", "affiliation": "owner"},
    False: {"moderator": "false", "affiliation": "member"},
}


@dataclass(frozen=True)
class CallLinks:
    """The Calls port. Without a key of the Jitsi service its rooms are open to who knows their
    name, which nobody can guess."""

    host: str
    sites: PermittedSites
    app_id: str = ""
    key: str = field(default="", repr=False)
    # County -> "https://video.example/{room}"
    templates: Mapping[str, str] = field(default_factory=dict)

    def has_video(self, prison: str, county: str) -> bool:
        """Whether the county's host is on the list of that prison."""
        return self._host(county) == self.sites.video_of(prison, self.host)

    def link(
        self,
        prison: str,
        county: str,
        room: str,
        *,
        leads: bool,
        start: dt.datetime,
        end: dt.datetime,
    ) -> str | None:
        """The address, good from ``start`` to ``end``."""
        if not self.has_video(prison, county):
            return None
        template = self.templates.get(county)
        if template is not None:
            return template.replace("{room}", quote(room, safe=""))
        address = f"https://{self.host}/{quote(room, safe='')}"
        if not self.key:
            return address
        claims = {
            "aud": "jitsi",
            "iss": self.app_id,
            "sub": self.host,
            "room": room,
            "nbf": int(start.timestamp()),
            "exp": int(end.timestamp()),
            # A role and no name: who talks to whom is no matter of the video service.
            "context": {"user": ROLES[leads]},
        }
        return f"{address}?jwt={jwt.encode(claims, self.key, algorithm='HS256')}"

    def _host(self, county: str) -> str:
        template = self.templates.get(county)
        return (urlsplit(template).hostname or "") if template else self.host


def load_calls(settings: Settings, counties: Collection[str]) -> CallLinks:
    """As settings and data say; raises ContentError."""
    key_file = settings.jitsi_key_file
    return CallLinks(
        settings.meeting_host,
        load_sites(settings.data_dir / "permitted_sites.yml"),
        settings.jitsi_app_id,
        key_file.read_text(encoding="utf-8").strip() if key_file else "",
        load_providers(settings.data_dir / "video_providers.yml", counties),
    )


def load_providers(path: Path, counties: Collection[str]) -> dict[str, str]:
    """Load and check the file; raises ContentError with every problem."""
    providers = read_yaml(path).get("providers") or {}
    problems = []
    for county, template in providers.items():
        if county not in counties:
            problems.append(f"{path.name}: {county} is no county")
        parts = urlsplit(str(template))
        if parts.scheme != "https" or not parts.hostname or "{room}" not in str(template):
            problems.append(f"{path.name}: {template} is no https address with {{room}}")
    if problems:
        raise ContentError(problems)
    return {str(county): str(template) for county, template in providers.items()}
