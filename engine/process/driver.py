"""Interface between a task specification and the run that moves its tokens, and nothing more."""

from collections.abc import Mapping
from typing import Any, Protocol

from engine.process.elements import Element, IoMapping


class Host(Protocol):
    """The engine around a run: expressions, decisions and operations; each may raise `HostSpent`."""

    def evaluate(self, expression: str, scope: Mapping[str, Any]) -> Any:
        """Return the FEEL value of an expression, given without its equals sign."""

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> Any:
        """Return the JSON value of a decision of the service."""

    def is_job(self, operation: str) -> bool:
        """Tell whether an operation is parked as a job rather than done at once."""

    def perform(self, operation: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Do an inline operation in the running transaction and return its JSON result."""


class Driver(Protocol):
    """The run, as the task specifications see it."""

    host: Host

    def make_room(self, task: Any, *, more: int = 0) -> None:
        """Refuse to go on where the case would have more tokens than it may."""

    def enqueue(self, task: Any) -> None:
        """Run a task in turn."""

    def entered(self, task: Any, element: Element) -> None:
        """Note that a token arrived at an element."""

    def left(self, task: Any, element: Element) -> None:
        """Note that a token left an element."""

    def cancel(self, task: Any) -> None:
        """Cancel a task with everything inside it."""

    def ended(self, task: Any, element: Element) -> None:
        """Take note of an end event; its scope may be over."""

    def remember(self, task: Any, **values: Any) -> None:
        """Keep FEEL values of a token that has just come to wait, until the step is told."""

    def throw_from(self, task: Any, error_code: str) -> None:
        """Give an error to the nearest boundary event that catches it."""

    def escalate(self, task: Any, escalation_code: str) -> None:
        """Tell the nearest boundary event around a task, if there is one."""

    def broadcast(self, task: Any, signal_name: str, payload: Any) -> None:
        """Give a signal to every token of the case that waits for it, and tell it to the caller."""

    def scope(self, task: Any, **extra: Any) -> dict[str, Any]:
        """Return what an expression sees at a task."""

    def write(self, task: Any, target: str, *, value: Any) -> None:
        """Write to the case data, or to the instance the task belongs to."""

    def value(self, task: Any, text: str, **extra: Any) -> Any:
        """Return the FEEL value of a text, or the text itself if it is no expression."""

    def json(self, task: Any, text: str, **extra: Any) -> Any:
        """Return the same as JSON."""

    def truth(self, task: Any, condition: str, **extra: Any) -> bool:
        """Return the value of a condition, which must be true or false."""

    def map_outputs(self, task: Any, mappings: tuple[IoMapping, ...], **extra: Any) -> None:
        """Evaluate output mappings one after the other and write their targets."""
