"""Style sheets and scripts, held in memory under a name that changes with their content."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class _File:
    url: str
    content: bytes
    packed: bytes
    content_type: str


class StaticFiles:
    """Every file of the given folders; there is no way to ask for another one."""

    def __init__(self, folders: list[Path]) -> None:
        self._by_name: dict[str, _File] = {}
        self._by_url: dict[str, _File] = {}
        for folder in folders:
            for path in sorted(folder.glob("*")):
                if path.suffix in TYPES:
                    self._add(path)

    def _add(self, path: Path) -> None:
        if path.name in self._by_name:
            raise ValueError(f"two static files are named {path.name}")
        content = path.read_bytes()
        mark = hashlib.sha256(content).hexdigest()[:10]
        url = f"/static/{mark}/{path.name}"
        file = _File(url, content, gzip.compress(content, 9, mtime=0), TYPES[path.suffix])
        self._by_name[path.name] = self._by_url[url] = file

    def url(self, name: str) -> str:
        """The address of a file, for templates; KeyError if there is none."""
        return self._by_name[name].url

    async def serve(self, request: web.Request) -> web.Response:
        """The file at this address."""
        file = self._by_url.get(request.path)
        if file is None:
            raise web.HTTPNotFound
        headers = {
            "Cache-Control": FOREVER,
            "Content-Type": file.content_type,
            "Vary": "Accept-Encoding",
        }
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return web.Response(body=file.packed, headers=headers)
        return web.Response(body=file.content, headers=headers)
