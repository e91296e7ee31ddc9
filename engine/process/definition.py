"""A diagram ready to run: parsed, checked and assembled once, then shared by all its runs.

Never changes after `parse`, so it may be cached and used by many threads.
"""

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from engine.process.assembly import assemble
from engine.process.elements import SCOPES, Element, Flow, Scope
from engine.process.errors import DiagramError
from engine.process.parser import ProcessFile
from engine.process.rules import check_names, check_scope

# Of a whole case, each call counted with all that is in the block. Municipal work needs some hundred.
MAX_STEPS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Definition:
    """A process with the blocks it calls."""

    process_id: str
    name: str
    scopes: tuple[Scope, ...]
    elements: Mapping[str, Element]
    start: Element
    specs: Mapping[str, Any] = field(repr=False, compare=False)
    spec_names: Mapping[str, tuple[str, ...]] = field(repr=False, compare=False)
    spec_positions: Mapping[str, Mapping[str, int]] = field(repr=False, compare=False)
    element_names: tuple[str, ...] = field(repr=False, compare=False)
    element_positions: Mapping[str, int] = field(repr=False, compare=False)
    fingerprint: int

    @classmethod
    def parse(
        cls,
        process: bytes,
        blocks: Mapping[str, bytes] = MappingProxyType({}),
        *,
        apart: Callable[[Element], Element] = lambda element: element,
    ) -> "Definition":
        """Read a process and the blocks it calls, or refuse it with a `DiagramError`.

        `apart` gives the forms and decisions that an element of a block names their names in the process.
        """
        main = ProcessFile(process)
        scopes = [*main.scopes()]
        for block in _called_blocks(main.id, tuple(scopes), blocks=blocks):
            scopes.extend(_name_apart(scope, apart) for scope in block)
        _check_together(scopes)
        elements = _by_id(scopes)
        specs = assemble(scopes)
        names = {key: tuple(spec.task_specs) for key, spec in specs.items()}
        return cls(
            process_id=main.id,
            name=main.name,
            scopes=tuple(scopes),
            elements=MappingProxyType(elements),
            start=scopes[0].start,
            specs=MappingProxyType(specs),
            spec_names=MappingProxyType(names),
            spec_positions=MappingProxyType(
                {key: {name: position for position, name in enumerate(row)} for key, row in names.items()}
            ),
            element_names=tuple(elements),
            element_positions=MappingProxyType({name: position for position, name in enumerate(elements)}),
            fingerprint=zlib.crc32(repr((names, list(elements))).encode()),
        )

    @property
    def spec(self) -> Any:
        """Return SpiffWorkflow's specification of the process itself."""
        return self.specs[self.process_id]

    @property
    def flows(self) -> tuple[Flow, ...]:
        """Return all sequence flows of the process and its blocks."""
        return tuple(flow for scope in self.scopes for flow in scope.flows)


def _check_together(scopes: list[Scope]) -> None:
    """Refuse levels that can't run as drawn, or not with each other."""
    for scope in scopes:
        check_scope(scope)
        if scope is not scopes[0] and scope.start.form_id is not None:
            raise DiagramError("diagram.form_at_inner_start", scope.start.id)
    check_names(scopes)
    keys = Counter(scope.key for scope in scopes)
    for key, times in keys.items():
        if times > 1:
            raise DiagramError("diagram.duplicate_id", key)
    _refuse_multiplying(scopes)


def _by_id(scopes: list[Scope]) -> dict[str, Element]:
    elements: dict[str, Element] = {}
    for element in (element for scope in scopes for element in scope.elements):
        if element.id in elements:
            raise DiagramError("diagram.duplicate_id", element.id)
        elements[element.id] = element
    return elements


def _refuse_multiplying(scopes: list[Scope]) -> None:
    """Refuse blocks that call each other so often that a case would consist of too many steps."""
    by_key = {scope.key: scope for scope in scopes}
    sizes: dict[str, int] = {}

    def size(key: str) -> int:
        if key not in sizes:
            elements = by_key[key].elements
            inner = (size(element.called or element.id) for element in elements if element.kind in SCOPES)
            sizes[key] = len(elements) + sum(inner)
        return sizes[key]

    found = size(scopes[0].key)
    if found > MAX_STEPS:
        raise DiagramError("diagram.blocks_multiply", scopes[0].key, limit=MAX_STEPS, found=found)


def _called_blocks(
    process_id: str, scopes: tuple[Scope, ...], *, blocks: Mapping[str, bytes]
) -> Iterator[tuple[Scope, ...]]:
    """Yield the scopes of each block that is called, once, refusing blocks that call in a cycle."""
    calls: dict[str, dict[str, str]] = {}
    pending = [(process_id, scopes)]
    while pending:
        caller, found = pending.pop(0)
        calls[caller] = {}
        for element in (e for scope in found for e in scope.elements if e.called is not None):
            called = element.called or ""
            calls[caller].setdefault(called, element.id)
            if called not in blocks and called != process_id:
                raise DiagramError("diagram.called_block_missing", element.id, block=called)
            if called in calls or any(called == waiting for waiting, _ in pending):
                continue
            block = ProcessFile(blocks[called])
            if block.id != called:
                raise DiagramError("diagram.block_has_another_id", element.id, block=called, found=block.id)
            inner = block.scopes()
            yield inner
            pending.append((called, inner))
    _refuse_cycles(calls)


def _refuse_cycles(calls: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse a loop; `calls` are for each caller what it calls, with the element that does."""
    left = dict(calls)
    while left:
        free = [caller for caller, called in left.items() if not called.keys() & left.keys()]
        if not free:
            cycle = _cycle_in(left)
            element = left[cycle[0]][cycle[1 % len(cycle)]]
            raise DiagramError("diagram.blocks_call_cyclically", element, blocks=sorted(cycle))
        for caller in free:
            del left[caller]


def _cycle_in(calls: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return blocks of which each calls the next and the last the first, where each calls one at least."""
    way: list[str] = []
    caller = next(iter(calls))
    while caller not in way:
        way.append(caller)
        caller = next(called for called in calls[caller] if called in calls)
    return way[way.index(caller) :]


def _name_apart(scope: Scope, apart: Callable[[Element], Element]) -> Scope:
    """Put the block's id before the ids nobody refers to, such as `start` and `end`.

    What waits or stores data keeps its id, because the id is the key of the data, and must
    therefore be unique in the process with all its blocks.
    """
    names = {e.id: f"{scope.process}/{e.id}" for e in scope.elements if e.is_passive}
    return replace(
        scope,
        elements=tuple(apart(replace(e, id=names.get(e.id, e.id))) for e in scope.elements),
        flows=tuple(
            replace(f, source=names.get(f.source, f.source), target=names.get(f.target, f.target))
            for f in scope.flows
        ),
    )
