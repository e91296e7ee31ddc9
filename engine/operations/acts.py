"""Issuing an act that was signed: the file that leaves the house is the one that its signer saw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.errors import Broken
from engine.operations.operation import Operation
from engine.operations.outside import Outside
from engine.stores import papers

if TYPE_CHECKING:
    from engine.steps import OpenCase


class NotSigned(Broken):
    """The diagram issues an act that nobody has signed."""

    code = "act.not_signed"


def issue(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Return the act, which lies among the documents of the case."""
    digest = str(inputs["file"])
    with outside.world() as world:
        found = papers.document(world.tx, bytes.fromhex(digest), case_id=outside.case_id)
    if found is None:
        raise NotSigned
    return {"document": digest, "title": found.title, "titles": found.titles}


def record(case: OpenCase, job: Any, result: Mapping[str, Any]) -> dict[str, Any]:
    """Note that it was issued."""
    case.note("act.issued", title=result["titles"] or result["title"])
    return {}


ISSUE = Operation(
    "act.issue",
    inputs=("file",),
    outputs=("document", "title"),
    required=("file",),
    perform=issue,
    record=record,
)
