"""The three kinds of error the engine knows.

`Rejected` is final: the request can't be granted as it stands. `Unavailable` passes: the same
request may succeed later. `Broken` means that an invariant failed: the case stops and an
incident opens. An error carries a stable code and the details as parameters; the words live
in `engine/texts/{ka,en}/errors.json` under `errors.<code>`. This module refuses to know HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar


class EngineError(Exception):
    """Something the engine refuses or can't do."""

    code: ClassVar[str] = "engine.error"

    def __init__(self, code: str | None = None, **params: Any) -> None:
        self.error_code = code or self.code
        self.params = params
        super().__init__(self.error_code, params)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error go from one process to another as it is."""
        return _as_it_was, (type(self), self.args), self.__dict__


def _as_it_was(kind: type[EngineError], args: tuple[Any, ...]) -> EngineError:
    return kind.__new__(kind, *args)


class Rejected(EngineError):
    """The request is refused and stays refused."""

    code = "rejected"


class Unavailable(EngineError):
    """Something outside is not answering; try again later."""

    code = "unavailable"


class DatabaseTrouble(Unavailable):
    """Our own database could not serve us now, which says nothing of any other system."""

    code = "database.unavailable"


class DatabaseAway(DatabaseTrouble):
    """The database can't be reached, or the connection to it was lost."""


class DatabaseReadOnly(DatabaseTrouble):
    """The server that answers takes no changes, as the old one does in a failover."""

    code = "database.read_only"


class NoFreeConnection(DatabaseTrouble):
    """Every connection of this process has been in use for too long."""

    code = "database.busy"


class Contended(DatabaseTrouble):
    """Two transactions met and this one gave way; the bus takes it again."""

    code = "database.contended"


class TimeLimit(DatabaseTrouble):
    """The database answers, and has stopped the work at one of its time limits; nothing was recorded."""


class StatementTimeout(TimeLimit):
    """A statement took longer than statements may."""

    code = "database.statement_timeout"


class LockTimeout(TimeLimit):
    """Somebody else has held for too long what was needed."""

    code = "database.lock_timeout"


class IdleTimeout(TimeLimit):
    """A transaction stood still, or lasted, for longer than transactions may."""

    code = "database.idle_timeout"


class Broken(EngineError):
    """An invariant failed; nothing was recorded but, where `is_recorded`, an incident of the case."""

    code = "broken"
    is_recorded = False


class NotFound(Rejected):
    """It does not exist, or belongs to somebody else: the two look the same."""

    code = "not_found"


class NumberOutOfRange(Rejected):
    """A number is larger than any that is kept, so nothing has it."""

    code = "number_out_of_range"


class TextUnstorable(Rejected):
    """A text holds NUL or half of a surrogate pair, which PostgreSQL can't keep."""

    code = "text.unstorable"


class NotSignedIn(Rejected):
    """Nobody is signed in, or the session has ended."""

    code = "session.none"


class NotAllowed(Rejected):
    """The person's roles do not permit this."""

    code = "not_allowed"


class NeedsCard(NotAllowed):
    """A one-time code is not proof enough for this: it needs the identity card."""

    code = "session.needs_card"


class TooOften(Rejected):
    """The same will be granted again later; `again_at` says when."""

    code = "rate_limit.exceeded"

    def __init__(self, *, again_at: datetime) -> None:
        super().__init__(again_at=again_at)
        self.again_at = again_at


class Stale(Rejected):
    """Somebody acted on the case after the page was shown."""

    code = "case.stale"

    def __init__(self, *, who: Mapping[str, str] | None, at: datetime, what: str) -> None:
        super().__init__(who=who, at=at, what=what)


class TaskTaken(Rejected):
    """Somebody else has claimed the task."""

    code = "task.taken"


class TaskClosed(Rejected):
    """The task is no longer open."""

    code = "task.closed"


class InvalidForm(Rejected):
    """Answers that the form refuses; `errors` names each field."""

    code = "form.invalid"

    def __init__(self, errors: tuple[Any, ...]) -> None:
        super().__init__(count=len(errors))
        self.errors = errors


class KeyReused(Rejected):
    """The idempotency key came with another command before."""

    code = "command.key_reused"


class CaseChanged(Exception):
    """The version fence found another version; the bus decides between retry and `Stale`."""


DATABASE_AWAY = DatabaseAway.code
# What says nothing of the case that was moved: the same step may succeed when it is taken again.
PASSING: tuple[type[Exception], ...] = (Unavailable, CaseChanged)
