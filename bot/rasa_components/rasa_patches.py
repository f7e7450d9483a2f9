"""Every place where Rasa 3.6.21 itself is changed while it runs: four, all for speed.

Each does what Rasa does and leaves out what comes out the same every time:

- The kind of an event was looked up among all classes of events, for each event of each
  turn. Here in a table.
- An action's reply was checked against a JSON schema that was itself checked each time.
  A reply without events, all that ours ever send, needs no schema; any other gets Rasa's.
- Each call of an action opened a new connection. Here one stays open.
- The order of the steps of the graph was worked out by dask for each run. Here once.

What is saved is in docs/decisions/0012-a-turn-in-ten-milliseconds.md. A test compares
Rasa's own code with what it was when these were written: another Rasa, another look.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event
from rasa.utils.endpoints import EndpointConfig

RASA_VERSION = "3.6.21"

_rasas_kind = Event.resolve_by_type
_rasas_check = RemoteAction._validate_action_result  # noqa: SLF001
_rasas_session = EndpointConfig.session

WRITTEN_FOR = (
    _rasas_kind,
    _rasas_check,
    _rasas_session,
    RemoteAction.action_response_format_spec,
    EndpointConfig.request,
    DaskGraphRunner.run,
    DaskGraphRunner._build_dask_graph,  # noqa: SLF001
    DaskGraphRunner._add_inputs_to_graph,  # noqa: SLF001
)
"""What is replaced or leaned on, as Rasa has it."""


def patch_rasa() -> None:
    """Put them in place; a second time changes nothing."""
    Event.resolve_by_type = staticmethod(_kind)
    RemoteAction._validate_action_result = _check  # noqa: SLF001
    EndpointConfig.session = _session


def run_straight(processor: MessageProcessor) -> None:
    """Let a loaded model run its graph without dask."""
    if isinstance(processor.graph_runner, DaskGraphRunner):
        processor.graph_runner = StraightRunner(processor.graph_runner)


_kinds: dict[str, type[Event]] = {}


def _kind(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    known = _kinds.get(type_name)
    if known is not None:
        return known
    found: type[Event] | None = _rasas_kind(type_name, default)
    if found is not None and found.type_name == type_name:
        _kinds[type_name] = found
    return found


def _check(self: RemoteAction, result: Any) -> bool:
    if isinstance(result, dict) and result.get("events") == []:
        responses = result.get("responses", [])
        if isinstance(responses, list) and all(isinstance(one, dict) for one in responses):
            return True
    return bool(_rasas_check(self, result))


class _Kept:
    """A session that `async with` leaves open."""

    def __init__(self, session: Any) -> None:
        self._session = session

    async def __aenter__(self) -> Any:
        return self._session

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None


# By the endpoint, which is kept with it: another could come to lie in the same place.
_sessions: dict[int, tuple[EndpointConfig, asyncio.AbstractEventLoop, Any]] = {}


def _session(self: EndpointConfig) -> _Kept:
    loop = asyncio.get_running_loop()
    _, owner, session = _sessions.get(id(self), (None, None, None))
    if session is None or session.closed or owner is not loop:
        session = _rasas_session(self)
        _sessions[id(self)] = (self, loop, session)
    return _Kept(session)


async def close_sessions() -> None:
    """Close what is open on this loop, at the end of the server."""
    loop = asyncio.get_running_loop()
    for at, (_, owner, session) in list(_sessions.items()):
        if owner is loop:
            await session.close()
            del _sessions[at]


class StraightRunner:
    """Runs the same nodes in an order that is worked out once for each target."""

    def __init__(self, runner: DaskGraphRunner) -> None:
        self._schema = runner._graph_schema  # noqa: SLF001
        self._nodes = runner._instantiated_nodes  # noqa: SLF001
        self._orders: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = {}

    def run(
        self, inputs: Mapping[str, Any] | None = None, targets: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """As Rasa's runner: the output of each target."""
        wanted = tuple(targets or self._schema.target_names)
        order = self._orders.get(wanted)
        if order is None:
            order = self._orders[wanted] = self._order(wanted)
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in order:
            done[name] = self._nodes[name](*(done.get(need, need) for need in needs))
        return dict(done[name] for name in wanted)

    def _order(self, wanted: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
        """What the targets need, each after what it needs itself."""
        nodes = self._schema.minimal_graph_schema(list(wanted)).nodes
        found: list[tuple[str, tuple[str, ...]]] = []
        placed: set[str] = set()

        def place(name: str, above: tuple[str, ...]) -> None:
            if name in above:
                raise GraphRunError(f"{name} needs itself")
            if name in placed or name not in nodes:
                return
            needs = tuple(nodes[name].needs.values())
            for need in needs:
                place(need, (*above, name))
            placed.add(name)
            found.append((name, needs))

        for name in wanted:
            place(name, ())
        return found
