"""The shape of a table of moves: (state, verb, role) -> state, the only place that knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.casework.actor import Role
from bot.casework.errors import Forbidden, WrongState

State = TypeVar("State")
Verb = TypeVar("Verb")


@dataclass(frozen=True)
class Moves(Generic[State, Verb]):
    """Which move is allowed to whom, and where it leads."""

    table: Mapping[tuple[State, Verb, Role], State]

    def move(self, state: State, verb: Verb, role: Role) -> State:
        """The state after the move.

        Raises Forbidden when the role never has the verb, WrongState when it
        has it, but not in this state.
        """
        try:
            return self.table[(state, verb, role)]
        except KeyError:
            pass
        if not any(v == verb and r == role for _, v, r in self.table):
            raise Forbidden("role_may_not", verb=str(verb))
        raise WrongState("wrong_state", verb=str(verb), state=str(state))

    def verbs_for(self, state: State, role: Role) -> list[Verb]:
        """What the role may do now: every page draws its buttons from this."""
        return [v for s, v, r in self.table if s == state and r == role]
