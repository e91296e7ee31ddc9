"""Ex officio proceedings opened by another case about the same person.

What a case asks for is queued with its step; the other case is opened in a commit of its own, so that no step
ever moves two cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine import canonical
from engine.db.pool import as_json
from engine.errors import Broken
from engine.operations.operation import Operation
from engine.stores import work

if TYPE_CHECKING:
    from engine.steps import OpenCase

TASK = "open_proceeding"


def start(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Queue a case of a service that the office opens; `answers` are those of its first form."""
    answers = inputs["answers"]
    if not isinstance(answers, dict):
        raise Broken("ex_officio.answers_unusable")
    queue_opening(case, service=str(inputs["service"]), person=str(inputs["person"]), answers=answers)
    case.record("case.opened_another", service=str(inputs["service"]))
    return {"service": str(inputs["service"])}


def queue_opening(
    case: OpenCase, *, service: str, person: str, answers: Mapping[str, Any], anew: str | None = None
) -> None:
    """Queue the opening of a case about a person; `anew` is the number of the case that it takes up again."""
    # The number of events tells one case of a step from the next, and a replay gives the same.
    key = str(case.id_of("proceeding", f"{case.row.version}:{len(case.events)}"))
    asked = {
        "service": service,
        "municipality": case.row.municipality_code,
        "municipality_id": case.row.municipality_id,
        "person": person,
        "answers": canonical.dumps({k: v for k, v in answers.items() if v is not None}).decode(),
        "language": case.row.language,
        "since": case.row.number,
        "asked_by": case.tx.actor.person_id,
        "key": key,
        **({} if anew is None else {"anew": anew}),
    }
    work.queue(case.tx, TASK, lock=f"proceeding:{key}", args=as_json(asked))


START = Operation(
    "case.start",
    inputs=("service", "person", "answers"),
    outputs=("service",),
    required=("service", "person", "answers"),
    inline=start,
)
