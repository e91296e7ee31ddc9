"""What a service task may do. `ALL` is the whole list; a diagram can't name anything else."""

from engine.operations import clocks, decisions, documents, letters, messages, registers, registries
from engine.operations.registry import Operation, Operations

ALL = Operations(
    (
        clocks.PAUSE,
        clocks.RESUME,
        decisions.DECIDE,
        registers.ENTER,
        registries.CIVIL_REGISTRY_PERSON,
        documents.RENDER,
        letters.SEND,
        messages.PUBLISH,
    )
)

__all__ = ["ALL", "Operation", "Operations"]
