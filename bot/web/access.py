"""Routes, each with who may use it. A route that names nobody can't be made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.casework.actor import Right, Role

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

CLIENT = frozenset({Role.CLIENT})
SOCIAL_WORKER = frozenset({Role.SOCIAL_WORKER})
LEADER = frozenset({Role.LEADER})
PRISON_STAFF = frozenset({Role.PRISON_STAFF})
STAFF = frozenset({Role.SOCIAL_WORKER, Role.PRISON_STAFF, Role.LEADER, Role.ADMIN})
# Everybody, also without a session. Said in so many words, for nothing is open by default.
NOBODY_SIGNED_IN: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Route:
    """One method of one path. ``public``: no session is needed; a valid one is still read,
    of the ``roles`` that the page is for. ``right``: a right of the prison staff."""

    method: str
    path: str
    handler: Handler
    roles: frozenset[Role]
    right: Right | None = None
    public: bool = False

    def __post_init__(self) -> None:
        if not self.roles and not self.public:
            raise ValueError(f"{self.method} {self.path} names no role")

    @property
    def session_kind(self) -> str:
        """Which of the two cookies counts here."""
        return "client" if Role.CLIENT in self.roles else "staff"


def add_routes(app: web.Application, routes: list[Route]) -> None:
    """Register them, and remember for the guard who may use each."""
    table = app[ACCESS]
    for route in routes:
        app.router.add_route(route.method, route.path, route.handler)
        table[route.method, route.path] = route


AccessTable = dict[tuple[str, str], Route]
ACCESS = web.AppKey("access", AccessTable)


def route_of(request: web.Request) -> Route | None:
    """The route that the router found, or None when the path or method is unknown."""
    resource = request.match_info.route.resource
    if resource is None:
        return None
    method = "GET" if request.method == "HEAD" else request.method
    return request.config_dict[ACCESS].get((method, resource.canonical))
