"""Operation: something that a diagram may ask for, from the closed list in `__init__`.

An inline operation runs inside the transaction of the step. A job runs in a worker, outside any
transaction, and comes back as a command; what it leaves behind is recorded with that command.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.errors import Broken
from engine.operations.traits import OnClock, OnPlace, OnRegister
from feel.analyse import Kind

if TYPE_CHECKING:
    from engine.operations.outside import Outside
    from engine.steps import OpenCase

Inline = Callable[["OpenCase", dict[str, Any]], dict[str, Any]]
Perform = Callable[["Outside", dict[str, Any]], dict[str, Any]]
RecordResult = Callable[["OpenCase", Any, Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Operation:
    """A named thing a service task may do.

    `inputs` and `outputs` are the names a diagram may use; without the `required` inputs nothing can
    be done, and outputs that are `echoes` are the inputs of the same name. What `record` returns, such
    as the id of what it recorded, is added to the job's result. `gives_up_with` is the BPMN error a job
    throws when all attempts failed; without a boundary event for it an incident opens.

    The rest are traits, which validation and others ask instead of knowing operations by name: what it does
    `on_clock` and `on_register`, whether it `decides` the case, which state register hears of a person by
    it (`asks_register`; the person sees that it was asked), `templates_in`, the languages in which the
    template has to exist, the `kinds` of outputs that their names don't tell
    (`engine/catalogue/check/output_kinds.py`), whether it `seals` an act that waits for the municipality's
    seal, whether it `sends` a message by its `name` with a `payload`, and what of the municipality or the
    installation it `looks_at`, which may not be there, and which outputs are null together (`silent`) where
    `found` is false.
    """

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    required: tuple[str, ...] = ()
    echoes: tuple[str, ...] = ()
    inline: Inline | None = None
    perform: Perform | None = None
    record: RecordResult | None = None
    gives_up_with: str | None = None
    on_clock: OnClock | None = None
    on_register: OnRegister | None = None
    decides: bool = False
    asks_register: str | None = None
    templates_in: tuple[str, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    seals: bool = False
    sends: bool = False
    looks_at: OnPlace | None = None
    silent: tuple[str, ...] = ()

    @property
    def is_job(self) -> bool:
        return self.perform is not None


# What a diagram that nobody has checked may ask for instead of an operation: it has no trait.
_NONE = Operation("", inputs=(), outputs=())


class Operations:
    """Finds operations by name."""

    def __init__(self, operations: tuple[Operation, ...]) -> None:
        self._by_name = {operation.name: operation for operation in operations}
        self.names = frozenset(self._by_name)
        if len(self._by_name) != len(operations):
            raise Broken("operations.duplicate")

    @property
    def asking_registers(self) -> dict[str, str]:
        """The operations by which a state register hears of a person, each with its register."""
        return {
            name: operation.asks_register
            for name, operation in self._by_name.items()
            if operation.asks_register
        }

    def find(self, name: str) -> Operation:
        """Return the operation; a published diagram can't name another."""
        if name not in self._by_name:
            raise Broken("operation.unknown", name=name)
        return self._by_name[name]

    def traits_of(self, name: str | None) -> Operation:
        """Return the operation that a step of an unchecked diagram names, or one that does nothing."""
        return self._by_name.get(name or "", _NONE)

    def inline(self, name: str) -> Inline:
        inline = self.find(name).inline
        if inline is None:
            raise Broken("operation.not_inline", name=name)
        return inline
