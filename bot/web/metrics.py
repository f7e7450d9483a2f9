"""Figures for Prometheus: how much, how long, how often; of no person, prison or county.

They are served on a port of their own, which no prison's proxy reaches. A path stands
there as the route is written, so that no id gets in.
"""

from __future__ import annotations

import time

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.casework.ports import DatabaseAway
from bot.web.access import Handler, route_of
from bot.web.keys import CONTEXT, DATABASE, RASA

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_PARTS = ("database", "rasa", "tracker", "model")


class Metrics:
    """The figures of one process; those of the database are asked for when they are read."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = self._counter(
            "reitti_requests", "Answered requests", ("method", "route", "status")
        )
        self._seconds = Histogram(
            "reitti_request_seconds",
            "Time to the answer",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._turn_seconds = Histogram(
            "reitti_turn_seconds",
            "Time that Rasa takes for one message",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._rasa_away = self._counter("reitti_rasa_away", "Turns that Rasa did not take", ())
        self._up = self._gauge("reitti_part_up", "1 when the part works", ("part",))
        self._waiting = self._gauge("reitti_waiting", "What waits for somebody", ("what",))
        self._oldest = self._gauge(
            "reitti_oldest_waiting_seconds", "For how long the oldest has waited", ("what",)
        )

    def _counter(self, name: str, says: str, labels: tuple[str, ...]) -> Counter:
        return Counter(name, says, labels, registry=self.registry)

    def _gauge(self, name: str, says: str, labels: tuple[str, ...]) -> Gauge:
        return Gauge(name, says, labels, registry=self.registry)

    def turn(self, seconds: float, taken: bool) -> None:
        """One message went to Rasa."""
        self._turn_seconds.observe(seconds)
        if not taken:
            self._rasa_away.inc()

    @web.middleware
    async def count(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Outermost: what is counted is what was sent."""
        began = time.perf_counter()
        status = 500
        try:
            response = await handler(request)
            status = response.status
            return response
        except web.HTTPException as error:
            status = error.status
            raise
        finally:
            route = route_of(request)
            path = route.path if route else "unknown"
            method = route.method if route else "other"
            self._requests.labels(method, path, str(status)).inc()
            self._seconds.labels(path).observe(time.perf_counter() - began)

    async def text(self, app: web.Application) -> bytes:
        """Everything, as Prometheus reads it."""
        await self._ask(app)
        return generate_latest(self.registry)

    async def _ask(self, app: web.Application) -> None:
        parts = await app[RASA].parts()
        try:
            backlog = await app[DATABASE].read(lambda uow: uow.housekeeping.backlog())
        except DatabaseAway:
            backlog = None
        parts["database"] = backlog is not None
        for part in _PARTS:
            self._up.labels(part).set(parts[part])
        if backlog is None:
            # An old count would look like a true one.
            self._waiting.clear()
            self._oldest.clear()
            return
        now = app[CONTEXT].clock.now()
        for what, count in (
            ("message", backlog.messages),
            ("alert", backlog.alerts),
            ("referral", backlog.referrals),
            ("meeting", backlog.meetings),
        ):
            self._waiting.labels(what).set(count)
        for what, since in (("message", backlog.oldest_message), ("alert", backlog.oldest_alert)):
            age = (now - since).total_seconds() if since else 0
            self._oldest.labels(what).set(max(0.0, age))


METRICS = web.AppKey("metrics", Metrics)


def create_metrics_app(service: web.Application) -> web.Application:
    """The application behind the port for Prometheus; it has this one page."""

    async def metrics(_request: web.Request) -> web.Response:
        body = await service[METRICS].text(service)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    app = web.Application()
    app.router.add_get("/metrics", metrics)
    return app
