"""The same for many things: each by a command of its own, each with its own answer.

One that is refused holds up no other. Refuses to know what the commands mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from engine.commands.base import Command
from engine.errors import EngineError
from engine.tenancy import Actor

if TYPE_CHECKING:
    from engine.bootstrap import Engine


@dataclass(frozen=True)
class Outcome:
    """Outcome for a single item of many; no error means that it was done."""

    subject: UUID
    error: EngineError | None = None


def for_each(
    engine: Engine,
    subjects: Iterable[UUID],
    command: Callable[[UUID], Command],
    *,
    actor: Actor,
    key: UUID,
) -> tuple[Outcome, ...]:
    """Send a command for each subject, in order, each under a key of its own; return what came of each."""
    outcomes = []
    for subject in dict.fromkeys(subjects):
        try:
            engine.send(command(subject), actor=actor, key=uuid5(key, str(subject)))
            outcomes.append(Outcome(subject))
        except EngineError as error:
            outcomes.append(Outcome(subject, error))
    return tuple(outcomes)
