"""What a worker found of a signed document's proof. Refuses to renew anything itself."""

from __future__ import annotations

from engine.commands import KeepProof
from engine.db.pool import Transaction
from engine.stores import proofs


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
