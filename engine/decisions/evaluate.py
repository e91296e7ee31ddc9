"""Decisions of one file: which need which, and their values over a context."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, TypeVar

from engine.decisions import model
from engine.decisions.errors import DecisionError
from engine.decisions.graph import check_graph, find_node
from engine.decisions.link import link
from engine.decisions.program import Program, make_program
from engine.decisions.session import RuleMatch, Session, Value
from feel import FeelLimitError, Function, Functions, SharedBudget, to_json
from feel.run import Run

T = TypeVar("T")
BUDGET: Final = 1_000_000
_NO_FILES: Final[Mapping[str, bytes]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """``value`` is JSON; ``matched`` are the rules that decided, those of required decisions first."""

    value: Any
    matched: tuple[RuleMatch, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """A model ready to decide. Its texts are compiled once for each set of host functions."""

    source: model.Model
    _programs: dict[object, Program] = field(default_factory=dict, repr=False, compare=False)
    _found: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the decisions in the order of the file, without those found by name only."""
        ids = (decision.id for decision in self.source.decisions())
        return tuple(id_ for id_ in ids if not id_.startswith(model.NAMELESS))

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """Return what can be found out from the model alone, found when it is first asked for."""
        if key not in self._found:
            self._found[key] = find()
        found: T = self._found[key]
        return found

    def check(self, *, functions: Functions | None = None, names: Collection[str] | None = None) -> None:
        """Compile everything. With ``names``, refuse what is neither among them nor declared by the model."""
        program = self._program(functions or Functions.standard())
        for node in self.source.nodes.values():
            program.compile(node)
        if names is None:
            return
        for decision_id, reads in program.free.items():
            for element, name in reads:
                if name not in names and name not in program.declared(decision_id):
                    raise DecisionError("decision.name_unknown", element, name=name)

    def reads(self, decision_id: str, *, functions: Functions | None = None) -> frozenset[tuple[str, ...]]:
        """Return the paths of the context that a decision and all it rests on read."""
        program = self._program(functions or Functions.standard())
        return frozenset(program.reads(find_node(self.source, decision_id)))

    def evaluate(
        self,
        decision_id: str,
        context: Mapping[str, Any],
        *,
        functions: Functions | None = None,
        now: datetime | None = None,
        within: SharedBudget | None = None,
    ) -> DecisionResult:
        """Return what a decision (by id, else by name) or a decision service says over a context.

        It has a budget of its own, which is taken from that of the step it is asked in.
        """
        value, matched = self._evaluate(decision_id, context, functions=functions, now=now, within=within)
        return DecisionResult(to_json(value), matched)

    def evaluate_to_feel(
        self,
        decision_id: str,
        context: Mapping[str, Any],
        *,
        functions: Functions | None = None,
        now: datetime | None = None,
        within: SharedBudget | None = None,
    ) -> Value:
        """Return the same as a FEEL value."""
        return self._evaluate(decision_id, context, functions=functions, now=now, within=within)[0]

    def _evaluate(
        self,
        decision_id: str,
        context: Mapping[str, Any],
        *,
        functions: Functions | None,
        now: datetime | None,
        within: SharedBudget | None,
    ) -> tuple[Value, tuple[RuleMatch, ...]]:
        functions = functions or Functions.standard()
        program = self._program(functions)
        node = find_node(self.source, decision_id)
        if within is None:
            return self._answer(program, node, Session(Run(BUDGET, now, hosts=functions.hosts), context))
        with within.run(BUDGET, now, hosts=functions.hosts) as run:
            return self._answer(program, node, Session(run, context))

    def _answer(
        self, program: Program, node: model.Node, session: Session
    ) -> tuple[Value, tuple[RuleMatch, ...]]:
        try:
            return self._value(program, node, session), tuple(session.matched)
        except RecursionError:
            raise FeelLimitError("feel.too_deep") from None

    def _value(self, program: Program, node: model.Node, session: Session) -> Value:
        if not isinstance(node, model.Service):
            return program.value(node.id, session)
        service = program.value(node.id, session)
        assert isinstance(service, Function)
        arguments: Sequence[Value] = [program.input_value(id_, session) for id_ in node.inputs]
        return service.call(session.run, arguments)

    def _program(self, functions: Functions) -> Program:
        key = functions.signature
        program = self._programs.get(key)
        if program is None:
            program = self._programs[key] = make_program(self.source, functions)
        return program


def load_decisions(data: bytes, *, imports: Mapping[str, bytes] = _NO_FILES) -> Decisions:
    """Read a DMN file, refuse what is broken in it, and return its decisions.

    ``imports`` are the files it may import, by their locations or namespaces (see ``sources``).
    """
    found = link(data, imports)
    check_graph(found)
    return Decisions(found)
