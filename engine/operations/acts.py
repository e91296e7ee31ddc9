"""Issuing an act that was signed: the file that leaves the house is the one that its signer saw.

Where the municipality has a seal, the act gets it here, after the official's signature and before anything is
sent. The step is a job, so what the seal needs (its device, a time stamp, the authority) may be away for a
while.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.db.pool import as_json
from engine.errors import Broken, Unavailable
from engine.operations.operation import Operation
from engine.operations.outside import Outside
from engine.stores import papers, reference, signings
from engine.texts import OFFICIAL

if TYPE_CHECKING:
    from engine.steps import OpenCase

AWAITED = "awaited"


class NotSigned(Broken):
    """The diagram issues an act that nobody has signed."""

    code = "act.not_signed"


def issue(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Return the act, which lies among the documents of the case, with the seal it waits for."""
    digest = str(inputs["file"])
    with outside.world() as world:
        document = bytes.fromhex(digest)
        found = papers.document(world.tx, document, case_id=outside.case_id)
        signing = signings.of_document(world.tx, document, case_id=outside.case_id)
        place = reference.municipality_by_id(world.tx, outside.municipality_id)
    if found is None:
        raise NotSigned
    told = {"document": digest, "title": found.title, "titles": found.titles}
    if signing is None or signing.seal is None:
        return told
    if signing.seal != AWAITED:
        return {**told, "document": bytes(signing.sealed).hex()}
    return {**told, **_sealed(outside, digest, title=found.title, place=place), "name": found.name}


def _sealed(outside: Outside, digest: str, *, title: str, place: Any) -> dict[str, Any]:
    """Keep the act with the seal, and say which file it is."""
    # Imported here: whoever judges or plays a service seals nothing, and signatures take long to import.
    from engine.signatures.sealing import seal_of, sealed

    connections = outside.connections
    key = seal_of(connections, place.code)
    if key is None:
        # It was there when the act was signed; the applicant waits for an act that bears it.
        raise Unavailable("seal.not_configured")
    signed = connections.files.get(digest)
    content = sealed(connections, key, signed, title=title, place=place.names[OFFICIAL])
    return {"document": connections.files.put(content), "signed": digest, "size": len(content)}


def record(case: OpenCase, job: Any, result: Mapping[str, Any]) -> dict[str, Any]:
    """Note that it was issued, and put the sealed act among the documents of the case."""
    title = result["titles"] or result["title"]
    if "signed" in result:
        document = bytes.fromhex(result["document"])
        papers.add_document(
            case.tx,
            id=case.id_of("sealed", job.token),
            digest=document,
            municipality_id=case.row.municipality_id,
            case_id=case.row.id,
            owner_id=None,
            kind="order",
            name=result["name"],
            title=result["title"],
            titles=as_json(result["titles"]),
            type="application/pdf",
            size=result["size"],
        )
        signings.seal(case.tx, bytes.fromhex(result["signed"]), case_id=case.row.id, sealed=document)
        case.record("act.sealed", title=title, document=result["document"])
    case.record("act.issued", title=title)
    return {}


ISSUE = Operation(
    "act.issue",
    inputs=("file",),
    outputs=("document", "title"),
    required=("file",),
    perform=issue,
    record=record,
    seals=True,
)
