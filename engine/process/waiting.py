"""Report of a run to the engine: what waits, what a step opened and closed, where it passed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

EMPTY: Mapping[str, Any] = MappingProxyType({})


class Waiting(NamedTuple):
    """A token that waits for somebody or something outside.

    The values were evaluated when the token arrived. `due` and `timer` are FEEL values and
    are known only in the step that opened the token; after a restore they are None, because
    the engine keeps them in its tables. `items` are those of the multi-instances around the
    token, outermost first, each with how many equal ones come before it.
    """

    token: str
    element: str
    kind: str
    ordinal: int
    role: str | None = None
    assignee: str | None = None
    unit: str | None = None
    due: Any = None
    priority: int | None = None
    operation: str | None = None
    inputs: Mapping[str, Any] = EMPTY
    locals: Mapping[str, Any] = EMPTY
    timer: Any = None
    message_name: str | None = None
    correlation: Any = None
    signal_name: str | None = None
    items: tuple[tuple[Any, int], ...] = ()


class Visit(NamedTuple):
    """A token at an element: it "entered", "left" or was "cancelled" there."""

    element: str
    ordinal: int
    what: str


class SignalThrown(NamedTuple):
    """A signal that the case threw: its own tokens have had it, other cases have not."""

    name: str
    payload: Any = None


class Step(NamedTuple):
    """Effect of one command on a run."""

    opened: tuple[Waiting, ...]
    closed: tuple[str, ...]
    path: tuple[Visit, ...]
    finished: bool
    end: str | None
    signals: tuple[SignalThrown, ...] = ()
