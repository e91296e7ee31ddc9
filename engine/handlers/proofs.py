"""Proofs of signed documents: what a worker found of one, and packages that are kept for it.

Refuses to renew or to pack anything itself.
"""

from __future__ import annotations

from engine.commands.signing import KeepPackage, KeepProof
from engine.db.pool import Transaction
from engine.documents.sniff import ASICE
from engine.errors import NotFound
from engine.routes import Route, Sender
from engine.stores import cases, papers, proofs


def keep_proof(command: KeepProof, tx: Transaction) -> None:
    """Record it; a renewal is told in the stream of the municipality's documents."""
    digest, case_id = bytes.fromhex(command.document), command.case_id
    said = {"due_at": command.due_at, "proven_until": command.proven_until}
    if command.renewed is None:
        proofs.keep(tx, digest, case_id=case_id, problem=command.problem, **said)
        return
    proofs.renew(tx, digest, case_id=case_id, renewed=bytes.fromhex(command.renewed), **said)
    tx.log(
        f"documents/{tx.actor.municipality_id}",
        "document.renewed",
        document=command.document,
        renewed=command.renewed,
    )


def keep_package(command: KeepPackage, tx: Transaction) -> None:
    """Put the package among the documents of the case, once for each end of its timeline."""
    row = cases.load(tx, command.case_id)
    if row is None:
        raise NotFound
    if row.closed_at is None or bytes(row.chain_head).hex() != command.head:
        return
    papers.add_document(
        tx,
        id=papers.id_of_package(row.id, bytes(row.chain_head)),
        digest=bytes.fromhex(command.document),
        municipality_id=row.municipality_id,
        case_id=row.id,
        owner_id=None,
        kind=papers.PACKAGE,
        name=command.name,
        title=command.name,
        titles=None,
        type=ASICE,
        size=command.size,
    )
    tx.log(f"documents/{row.municipality_id}", "document.packed", document=command.document)


ROUTES = (
    Route(KeepProof, keep_proof, sender=Sender.SYSTEM),
    Route(KeepPackage, keep_package, sender=Sender.SYSTEM),
)
