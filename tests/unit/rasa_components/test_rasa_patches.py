"""What is changed in Rasa still answers as Rasa does, and Rasa is still what was changed."""

import hashlib
import inspect

import pytest
import rasa
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig

from bot.rasa_components import rasa_patches
from bot.rasa_components.rasa_patches import StraightRunner

# Rasa's own code when the patches were written: look at both before changing a line here.
SOURCES = {
    "Event.resolve_by_type": "b5cf570fa7f286c7",
    "RemoteAction._validate_action_result": "f8cdb4be68123961",
    "EndpointConfig.session": "e55aa13d9d4fb4bc",
    "RemoteAction.action_response_format_spec": "091b74aa3738d126",
    "EndpointConfig.request": "ccdb778aed8208e2",
    "DaskGraphRunner.run": "45f0f52f574f3aa9",
    "DaskGraphRunner._build_dask_graph": "5bb99f974d512a36",
    "DaskGraphRunner._add_inputs_to_graph": "d04a0ca2df6241c1",
}


def test_rasa_is_the_one_that_the_patches_were_written_for():
    found = {
        part.__qualname__: hashlib.sha256(inspect.getsource(part).encode()).hexdigest()[:16]
        for part in rasa_patches.WRITTEN_FOR
    }
    assert found == SOURCES
    assert rasa.__version__ == rasa_patches.RASA_VERSION


def test_every_kind_of_event_is_found_as_rasa_finds_it():
    names = {kind.type_name for kind in all_subclasses(Event)} - {None}
    for _ in range(2):  # the second time out of the table
        for name in names:
            assert rasa_patches._kind(name) is rasa_patches._rasas_kind(name)
    with pytest.raises(ValueError, match="Unknown event"):
        rasa_patches._kind("nonsense")
    assert rasa_patches._kind("topic") is None


@pytest.mark.parametrize(
    ("reply", "good"),
    [
        ({"events": [], "responses": [{"custom": {"says": []}}]}, True),
        ({"events": []}, True),
        ({}, True),
        ({"events": [{"event": "slot", "name": "x", "value": 1}], "responses": []}, True),
        ({"events": [], "responses": ["x"]}, False),
        ({"events": [], "responses": {}}, False),
        ({"events": [{"event": "nonsense"}]}, False),
        ({"events": "x"}, False),
        ([], False),
        (None, False),
    ],
)
def test_a_reply_is_right_or_wrong_as_rasa_says(reply, good):
    action = RemoteAction("action_x", None)
    for check in (rasa_patches._rasas_check, rasa_patches._check):
        if good:
            assert check(action, reply) is True
        else:
            with pytest.raises(ValidationError):
                check(action, reply)


async def test_calls_share_a_session_until_it_is_closed():
    endpoint = EndpointConfig(url="http://127.0.0.1:1", headers={"X-Test": "1"})
    async with rasa_patches._session(endpoint) as first:
        assert first.headers["X-Test"] == "1"
    async with rasa_patches._session(endpoint) as second:
        assert second is first and not first.closed
    await rasa_patches.close_sessions()
    assert first.closed
    async with rasa_patches._session(endpoint) as third:
        assert not third.closed
    await rasa_patches.close_sessions()


class Step(GraphComponent):
    """Adds its name to what it gets."""

    def __init__(self, name):
        self._name = name

    @classmethod
    def create(cls, config, **_):
        return cls(config["name"])

    def add(self, before: list, also: list | None = None) -> list:
        return [*before, *(also or []), self._name]


def graph():
    def node(name, needs):
        return SchemaNode(needs, Step, "create", "add", {"name": name}, eager=True)

    nodes = {
        "a": node("a", {"before": "__message__"}),
        "b": node("b", {"before": "a"}),
        "c": node("c", {"before": "a", "also": "b"}),
        "aside": node("aside", {"before": "nobody"}),
    }
    schema = GraphSchema(nodes)
    return DaskGraphRunner.create(schema, None, ExecutionContext(schema))


def test_the_graph_gives_what_it_gives_with_dask():
    runner = graph()
    straight = StraightRunner(runner)
    for number in range(2):
        for targets in (["c"], ["b"], ["a", "c"]):
            inputs = {"__message__": [f"in{number}"]}
            assert straight.run(inputs, targets) == runner.run(inputs, targets)


def test_what_the_graph_lacks_is_an_error_with_both():
    runner = graph()
    for one in (runner, StraightRunner(runner)):
        with pytest.raises(Exception, match="Missing input"):
            one.run({}, ["b"])
