"""A decision that a table made: by its diagram it is reviewed by samples, and explained to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import Broken
from engine.operations.operation import Operation
from engine.quality import store as quality

if TYPE_CHECKING:
    from engine.steps import OpenCase


def by_tables(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Record that tables alone led to the decision, and which `decision` said that they may."""
    if not (case.world.changes.get("decided_on") or case.row.decided_on):
        raise Broken("quality.not_decided")
    decision = str(inputs["decision"])
    quality.add_automatic(case.tx, case.row.id, municipality_id=case.row.municipality_id, decision=decision)
    case.record("quality.by_tables", decision=decision)
    return {}


BY_TABLES = Operation(
    "quality.by_tables", inputs=("decision",), outputs=(), required=("decision",), inline=by_tables
)
