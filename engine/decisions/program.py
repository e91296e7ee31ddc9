"""All of a model as closures, and the values of its nodes within a session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.decisions import model
from engine.decisions.expressions import Texts, spelled_names
from engine.decisions.logic import compile_function, compile_logic
from engine.decisions.session import Code, Scope, Session, Value
from engine.decisions.types import Types, result_of
from feel import Function, Functions
from feel.lattice import FUNCTION, Sort, function_of
from feel.run import Run
from feel.types import ANYTHING, Type
from feel.values import take


@dataclass(slots=True)
class Program:
    """A compiled model. Nodes are compiled when they are first needed, so that one says nothing of another.

    ``texts`` are by the origin of the file they stand in: each has names and types of its own. ``free`` are
    the names each node reads that it does not bind itself, ``paths`` how far it reads into them.
    """

    source: model.Model
    texts: Mapping[tuple[str, ...], Texts]
    code: dict[str, Code] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    sorts: dict[str, Sort] = field(default_factory=dict)
    free: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    paths: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)

    def compile(self, node: model.Node) -> None:
        """Compile a node, once."""
        if node.id in self.types:
            return
        # Texts of its own: two threads may meet here, and then both do the same work.
        texts = replace(self.texts[node.origin], free=[], paths=set())
        type_ = self._type(node)
        if isinstance(node, model.Decision) and node.logic is not None:
            self.code[node.id] = compile_logic(node.logic, texts, local=frozenset())
        elif isinstance(node, model.Knowledge) and node.function is not None:
            self.code[node.id] = compile_function(node.function, texts, local=frozenset(), declared=type_)
        self.free[node.id], self.paths[node.id] = texts.free, texts.paths
        self.types[node.id] = type_

    def declared(self, id_: str) -> frozenset[str]:
        """Return the names under which a node sees what it requires."""
        node = self.source.nodes[id_]
        names: set[str] = set()
        for needed in (self.source.nodes[id_] for id_ in node.requirements):
            names.update(_way(node, needed)[:1] or _names(needed))
        return frozenset(names)

    def reads(self, node: model.Node) -> set[tuple[str, ...]]:
        """Return the paths of the context that a node and all it rests on read."""
        found: set[tuple[str, ...]] = set()
        pending, seen = [node.id], set[str]()
        while pending:
            current = self.source.nodes[pending.pop()]
            if current.id not in seen:
                seen.add(current.id)
                pending.extend(current.requirements)
                found |= self._reads(current)
        return found

    def _reads(self, node: model.Node) -> set[tuple[str, ...]]:
        """Return what a node itself reads: input data stand for what the context holds under their names."""
        self.compile(node)
        if isinstance(node, model.Knowledge):
            return set()
        needed = [self.source.nodes[id_] for id_ in node.requirements]
        given = {
            name: required.variable
            for required in needed
            if isinstance(required, model.InputData)
            for name in _names(required)
        }
        bound = self.declared(node.id) - given.keys()
        paths = (path for path in self.paths[node.id] if path[0] not in bound)
        return {(given.get(path[0], path[0]), *path[1:]) for path in paths}

    def value(self, id_: str, session: Session) -> Value:
        """Return a node's value, found once a session."""
        if id_ in session.values:
            return session.values[id_]
        node = self.source.nodes[id_]
        if isinstance(node, model.InputData):
            value = self.input_value(id_, session)
        elif isinstance(node, model.Service):
            value = self._service(node, session)
        else:
            value = self._evaluated(node, session)
        session.values[id_] = value
        return value

    def input_value(self, id_: str, session: Session) -> Value:
        """Return what the context holds for a node, as the node's type."""
        node = self.source.nodes[id_]
        self.compile(node)
        given = take(session.run, _given(node, session.context).get(node.variable))
        return self.types[id_].accept(session.run, given)

    def _evaluated(self, node: model.Node, session: Session) -> Value:
        self.compile(node)
        code = self.code.get(node.id)
        if code is None:
            return None
        scope = self._scope(node, session, own_context=isinstance(node, model.Decision))
        value, type_ = code(session, scope), self.types[node.id]
        is_as_it_is = type_ is ANYTHING or isinstance(node, model.Knowledge)
        return value if is_as_it_is else type_.accept(session.run, value)

    def _scope(self, node: model.Node, session: Session, *, own_context: bool) -> Scope:
        """A decision sees the context and what it requires; a knowledge model its requirements only."""
        scope: dict[str, Any] = dict(_given(node, session.context)) if own_context else {}
        own: dict[tuple[str, ...], dict[str, Any]] = {(): scope}
        for needed in node.requirements:
            required = self.source.nodes[needed]
            value = (
                self._callable(required, session) if _is_function(required) else self.value(needed, session)
            )
            _within(own, _way(node, required)).update(dict.fromkeys(_names(required), value))
        return scope

    def _callable(self, node: model.Node, session: Session) -> Value:
        """Return a function that is made when it is called: knowledge models may call one another."""
        parameters = self._parameters(node)
        sort = self._sort(node)

        def call(run: Run, arguments: Sequence[Value]) -> Value:
            function = self.value(node.id, session)
            return function.call(run, arguments) if type(function) is Function else None

        return Function(parameters, call, sort)

    def _sort(self, node: model.Node) -> Sort:
        """Return the type of a function as the model declares it, found once."""
        if node.id not in self.sorts:
            self.sorts[node.id] = self._declared_sort(node)
        return self.sorts[node.id]

    def _declared_sort(self, node: model.Node) -> Sort:
        declared = self._type(node)
        if isinstance(node, model.Service):
            inputs = (self._type(self.source.nodes[id_]).sort for id_ in node.inputs)
            return function_of(inputs, result_of(declared).sort)
        if not isinstance(node, model.Knowledge) or node.function is None:
            return FUNCTION
        return self.texts[node.origin].types.of_function(node.function, declared=declared).sort

    def _type(self, node: model.Node) -> Type:
        return self.texts[node.origin].types.named(node.type_name, element=node.id)

    def _parameters(self, node: model.Node) -> tuple[str, ...]:
        if isinstance(node, model.Knowledge):
            return tuple(p.name for p in node.function.parameters) if node.function is not None else ()
        assert isinstance(node, model.Service)
        return tuple(self.source.nodes[id_].variable for id_ in node.inputs)

    def _service(self, node: model.Service, session: Session) -> Value:
        """A service's decisions see its arguments and nothing else."""
        names = self._parameters(node)
        for part in (node, *(self.source.nodes[id_] for id_ in node.inputs)):
            self.compile(part)

        def call(run: Run, arguments: Sequence[Value]) -> Value:
            if len(arguments) != len(names):
                return None
            inner = Session(run, {}, matched=session.matched)
            for id_, value in zip(node.inputs, arguments, strict=True):
                inner.values[id_] = accepted = self.types[id_].accept(run, value)
                if accepted is None and value is not None:
                    return None
            run.enter()
            found = {self.source.nodes[id_].variable: self.value(id_, inner) for id_ in node.outputs}
            run.leave()
            value = next(iter(found.values())) if len(found) == 1 else found
            return result_of(self.types[node.id]).accept(run, value)

        return Function(names, call, self._sort(node))


def _is_function(node: model.Node) -> bool:
    return isinstance(node, model.Knowledge | model.Service)


def _names(node: model.Node) -> tuple[str, ...]:
    """Return what a node is called: the variable's name, the node's own, and its id as Camunda does."""
    own_id = node.id.rpartition("#")[2] if node.origin else node.id
    return tuple(dict.fromkeys(name for name in (own_id, node.name, node.variable) if name))


def _way(node: model.Node, required: model.Node) -> tuple[str, ...]:
    """Return the names of the imports between a node and one it requires; an import may have no name."""
    return tuple(step for step in required.origin[len(node.origin) :] if step)


def _within(own: dict[tuple[str, ...], dict[str, Any]], way: tuple[str, ...]) -> dict[str, Any]:
    """Return the context at the end of a way; those of the caller are copied, never written to."""
    if way not in own:
        around = _within(own, way[:-1])
        before = around.get(way[-1])
        own[way] = around[way[-1]] = dict(before) if isinstance(before, Mapping) else {}
    return own[way]


def _given(node: model.Node, context: Scope) -> Scope:
    """Return what the context holds for the file of a node: under the name of the import, else as it is."""
    for step in node.origin:
        inner = context.get(step) if step else None
        if isinstance(inner, Mapping):
            context = inner
    return context


def make_program(source: model.Model, functions: Functions) -> Program:
    """Return a program in which nothing is compiled yet but the types that expressions may name."""
    return Program(source, dict(_texts(source, functions, origin=())))


def _texts(
    source: model.Model, functions: Functions, *, origin: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Texts]]:
    types = Types(source, functions)
    yield origin, Texts(functions, spelled_names(source), types, types.own())
    for name, imported in source.imported.items():
        yield from _texts(imported, functions, origin=(*origin, name))
