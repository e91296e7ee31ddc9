"""The registration of a command: its handler, who may send it, for whom, and what it brings back.

A handler's module ends with its `ROUTES`, and `engine/command_registry.py` holds them all. The bus and the
interceptors (`engine/interceptors/`) read the route of a command and have no lists of commands of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from engine.commands.base import Command
from engine.db.pool import Transaction

if TYPE_CHECKING:
    from engine.identity.one_time_codes import Codes
    from engine.operations.operation import Operations
    from engine.operations.outside import Connections
    from engine.settings import Settings

Handler = Callable[[Any, Transaction], Any]


class Sender(Enum):
    """Kinds of sender."""

    ANYBODY = "anybody"
    PERSON = "person"  # signed in
    STAFF = "staff"  # holds a role in some municipality
    OFFICE = "office"  # staff, or the system acting for a municipality
    ADMINISTRATION = "administration"  # signed in, or the system; the handler asks for the right
    SYSTEM = "system"


class ForAnother(Enum):
    """Kind of command by how it may be sent in another's name."""

    ACT = "act"  # files or sends something: the mandate is asked for, and held to the commit
    BESIDE = "beside"  # the sender's own business, or prepares an act


class Joint(Enum):
    """Kind of command by what it is to two who represent a company only together."""

    BY_BOTH = "by_both"  # neither sends it alone: they prepare it, and the other confirms
    THEIRS = "theirs"  # how they do so; nobody else sends it


@dataclass(frozen=True)
class Dependencies:
    """Dependencies of handlers: settings, connections, one-time codes, and the operations of diagrams."""

    settings: Settings
    connections: Connections
    codes: Codes
    operations: Operations


@dataclass(frozen=True)
class Route:
    """One command and everything that is said of it.

    `handler` carries it out; one that needs more than the command and its transaction is made by `build`.
    Whether *this* task or case is the sender's, the handler decides; the rest is refused before it:

    - `sender`: who may send it at all;
    - `guests`: also somebody without an account, who fills in an application and does in their own case what
      its applicant does, and nothing beyond that case;
    - `programs`: also a service account, which decides, signs, answers and begins nothing;
    - `for_another`: in the name of somebody else, by a mandate (None: only for oneself);
    - `at_desk`: by the operator of a community centre for whoever stands at the desk; nothing is signed there
      for another;
    - `joint`: what two do who represent a company together.

    `result` is the type that is kept under the sender's idempotency key and given again to whoever sends the
    same command once more. Without one, the command brings nothing, or something that may not be kept (codes,
    what registers say of people).
    """

    command: type[Command]
    handler: Handler | None = None
    build: Callable[[Dependencies], Handler] | None = None
    sender: Sender = Sender.SYSTEM
    guests: bool = False
    programs: bool = False
    for_another: ForAnother | None = None
    at_desk: bool = False
    joint: Joint | None = None
    result: type | None = None

    def __post_init__(self) -> None:
        if (self.handler is None) is (self.build is None):
            raise TypeError(f"{self.command.__name__} has a handler or what builds it, and not both")

    def handler_with(self, dependencies: Dependencies) -> Handler:
        """Return the handler, made with what this installation has."""
        if self.build is not None:
            return self.build(dependencies)
        assert self.handler is not None
        return self.handler
