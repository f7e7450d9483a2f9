"""What a prison's proxy must let through for the people in its cells, and nothing more.

Made from the cell's own table of routes: a new page is on the list by itself. Staff pages and
the API are not on it: from a cell nobody even reaches the staff's sign-in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.web.cell.routes import ROUTES as CELL

_PORTS = {"http": 80, "https": 443}
STATIC = "/static/{mark}/{name}"


@dataclass(frozen=True)
class Site:
    """One host. ``paths``: patterns of the whole path; none where all of it is permitted."""

    scheme: str
    host: str
    port: int
    paths: tuple[str, ...] = ()


def sites(origin: str, video: str | None, more: Iterable[str] = ()) -> list[Site]:
    """The service itself, page by page, then each further host; raises ValueError."""
    parts = urlsplit(origin)
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(origin)
    own = Site(parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme], tuple(_patterns()))
    others = [host for host in (video, *sorted(more)) if host]
    return [own, *(Site("https", host, _PORTS["https"]) for host in others)]


def _patterns() -> list[str]:
    paths = {route.path for route in CELL} | {STATIC}
    return [f"^{_pattern(path)}(\\?.*)?$" for path in sorted(paths)]


def _pattern(path: str) -> str:
    return re.sub(r"\{\w+\}", "[A-Za-z0-9_.-]+", path)


def as_plain(found: list[Site]) -> str:
    """One line for each, for people."""
    lines = []
    for site in found:
        base = f"{site.scheme}://{site.host}:{site.port}"
        lines += [f"{base} {path}" for path in site.paths] or [base]
    return "\n".join(lines)


def as_squid(found: list[Site]) -> str:
    """Lines for squid.conf; the prison's own "http_access deny all" comes after them.

    Squid sees the path of a page only over http, or where it opens https itself; else it sees
    the host. So both are said.
    """
    lines = []
    for number, site in enumerate(found):
        name = f"reitti{number}"
        lines.append(f"acl {name}_host dstdomain -n {site.host}")
        lines.append(f"acl {name}_port port {site.port}")
        lines += [f"acl {name}_path urlpath_regex {path}" for path in site.paths]
        if site.scheme == "https":
            lines.append(f"http_access allow CONNECT {name}_host {name}_port")
        path = f" {name}_path" if site.paths else ""
        lines.append(f"http_access allow {name}_host {name}_port{path}")
    return "\n".join(lines)


def as_pac(found: list[Site], proxy: str) -> str:
    """A script for browsers: what is permitted goes to the proxy, all else nowhere.

    Browsers hide the path of an https page from such scripts, so there the host decides.
    """
    table = [
        {
            "start": f"{site.scheme}://{_shown(site)}",
            "paths": list(site.paths) if site.scheme == "http" else [],
        }
        for site in found
    ]
    return "\n".join(
        [
            f"var SITES = {json.dumps(table)};",
            "function FindProxyForURL(url, host) {",
            "  for (var i = 0; i < SITES.length; i++) {",
            "    var site = SITES[i];",
            "    if (url.indexOf(site.start + '/') !== 0) continue;",
            "    if (site.paths.length === 0) return 'PROXY " + proxy + "';",
            "    var path = url.substring(site.start.length);",
            "    for (var j = 0; j < site.paths.length; j++) {",
            "      if (new RegExp(site.paths[j]).test(path)) return 'PROXY " + proxy + "';",
            "    }",
            "  }",
            # Nothing listens on the discard port: a refusal that needs no name to be looked up.
            "  return 'PROXY 127.0.0.1:9';",
            "}",
        ]
    )


def _shown(site: Site) -> str:
    return site.host if site.port == _PORTS[site.scheme] else f"{site.host}:{site.port}"
