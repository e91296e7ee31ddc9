"""What can go wrong with a diagram or with a run of it.

Each error carries a stable `code` and `params`; the words live in the texts. This
module knows nothing of commands or of HTTP: the border above translates.
"""

from typing import Any


class ProcessError(Exception):
    """Something about a diagram or a run of it was refused."""

    code = "process.failed"

    def __init__(self, code: str | None = None, element: str | None = None, **params: Any) -> None:
        self.code = code or type(self).code
        self.element = element
        self.params: dict[str, Any] = {"element": element, **params} if element else dict(params)
        super().__init__(self.code, self.params)


class DiagramError(ProcessError):
    """The diagram can not be run as it stands; `code` says why, `element` where."""

    code = "diagram.refused"


class RunBroken(ProcessError):
    """An invariant failed while the case moved: the caller rolls back and opens an incident."""

    code = "run.broken"


class ConditionNotBoolean(RunBroken):
    """A condition gave something other than true or false, so no way can be chosen."""

    code = "run.condition_not_boolean"


class NotWaiting(ProcessError):
    """The token does not wait (any more): somebody was faster, or it never existed."""

    code = "run.not_waiting"


class StateError(ProcessError):
    """The stored state can not be read by this code or belongs to another diagram."""

    code = "run.state_unreadable"


class ThrownError(ProcessError):
    """Raised by an inline operation that ends in a BPMN error a boundary event may catch."""

    code = "run.error_thrown"

    def __init__(self, error_code: str) -> None:
        self.error_code = error_code
        super().__init__(error_code=error_code)
