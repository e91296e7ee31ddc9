"""What a service task may do. `ALL` is the whole list; a diagram can't name anything else."""

from typing import Final

from engine.operations import (
    clocks,
    decisions,
    delivery,
    documents,
    letters,
    messages,
    payments,
    registers,
    state_registers,
)
from engine.operations.operation import Operation, Operations

ALL = Operations(
    (
        clocks.START,
        clocks.PAUSE,
        clocks.RESUME,
        clocks.EXTEND,
        clocks.RESTART,
        clocks.STOP,
        decisions.DECIDE,
        registers.ENTER,
        state_registers.CIVIL_REGISTRY_PERSON,
        documents.RENDER,
        letters.SEND,
        delivery.DELIVERED,
        messages.PUBLISH,
        payments.REQUEST,
        payments.CANCEL,
    )
)

# What the operations mean, and the meanings that still run. Whoever changes what an operation does to a
# case raises the version; `tests/golden` holds what each did.
VERSION: Final = 1
RUNS: Final = frozenset({VERSION})

__all__ = ["ALL", "RUNS", "VERSION", "Operation", "Operations"]
