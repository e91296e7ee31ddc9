"""Incidents of a case (dead letters of a queue): how a failure becomes one, and how it ends.

The cause is a code and technical details. What people wrote never gets into it: only details on a
list of harmless ones are kept. Refuses to know who mends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from engine.errors import EngineError, Rejected
from engine.steps import OpenCase
from engine.stores import incidents

UNEXPECTED = "incident.unexpected"
LONGEST_DETAIL = 120
LONGEST_REASON = 2000
# Named by authors of diagrams or programs, never by applicants.
HARMLESS = frozenset(
    {
        "decision",
        "element",
        "error_code",
        "flow",
        "kind",
        "limit",
        "message",
        "most",
        "name",
        "operation",
        "register",
        "service",
        "status",
        "system",
        "type",
    }
)


class ReasonMissing(Rejected):
    """Missing reason: what a supervisor does to a case needs a reason that others can read."""

    code = "incident.reason_missing"


@dataclass(frozen=True)
class Cause:
    """Cause of an incident; the words are under `errors.<code>`."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def cause_of(error: Exception) -> Cause:
    """Return what may be kept of an error: of one that nobody foresaw only its type."""
    if not isinstance(error, EngineError):
        return Cause(UNEXPECTED, {"type": type(error).__name__})
    kept = {name: _harmless(value) for name, value in error.params.items() if name in HARMLESS}
    return Cause(error.error_code, {name: value for name, value in kept.items() if value is not None})


def report(case: OpenCase, cause: Cause, *, kind: str, subject: UUID, token: str) -> None:
    """Open an incident, or count one more failure of the open one; the case takes no other step."""
    found = {"case_id": case.row.id, "kind": kind, "subject": subject}
    if incidents.fail(case.tx, code=cause.code, params=cause.params, **found):
        return
    incidents.insert(
        case.tx,
        id=case.id_of("incident", f"{kind}:{subject}:{case.row.version}"),
        municipality_id=case.row.municipality_id,
        token=token,
        code=cause.code,
        params=cause.params,
        **found,
    )
    case.record("incident.opened", about=kind, step=step_name(case, token), code=cause.code)


def resolve(
    case: OpenCase, *, token: str, how: str, why: str | None = None, subject: UUID | None = None
) -> None:
    """Note on the case that what had stopped there goes on, if anything had."""
    for _ in range(incidents.resolve(case.tx, case.row.id, token=token, how=how, why=why, subject=subject)):
        case.record("incident.resolved", how=how, step=step_name(case, token))


def step_name(case: OpenCase, token: str) -> Mapping[str, str]:
    """Return what people call the step at a token; the service itself where there is no step."""
    element = token.rpartition(":")[0]
    known = element in case.published.definition.elements
    return case.published.names_of(element) if known else case.published.names


def checked_reason(reason: str) -> str:
    """Return a reason that says something."""
    text = " ".join(reason.replace("\x00", "").split())
    if not 3 <= len(text) <= LONGEST_REASON:
        raise ReasonMissing
    return text


def _harmless(value: Any) -> Any:
    if isinstance(value, bool | int):
        return value
    return value[:LONGEST_DETAIL] if isinstance(value, str) else None
