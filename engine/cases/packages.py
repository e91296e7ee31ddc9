"""A case as one file that proves itself, made on request: what lies in it, and the time stamp on it.

That of a closed case is kept, and handed out again while nothing is added to the case: so its proof can be
renewed. The stamp is asked for outside any transaction. Refuses to know pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from engine.commands.signing import KeepPackage
from engine.errors import NotFound
from engine.queries import packages
from engine.signatures.errors import translated
from engine.signatures.rules import rules_of
from engine.stores import cases
from engine.tenancy import Actor, system
from signing.errors import SigningError
from signing.package import pack

if TYPE_CHECKING:
    from engine.bootstrap import Engine

MEDIA_TYPE = "application/vnd.etsi.asic-e+zip"


@dataclass(frozen=True)
class CasePackage:
    """The file, and what it is called."""

    name: str
    content: bytes = field(repr=False)


def case_package(engine: Engine, case_id: UUID, *, actor: Actor) -> CasePackage:
    """Return the package of a case that the actor may see. Raises `NotFound`, or `Unavailable`."""
    rules, files = rules_of(engine.connections), engine.connections.files
    with engine.read(actor) as tx:
        row = cases.load(tx, case_id)
        if row is None:
            raise NotFound
        name, kept = f"{row.number}.asice", packages.kept(tx, files, case_id)
        if kept is not None:
            return CasePackage(name, kept)
        _, parts = packages.parts(tx, files, case_id)
    try:
        content = pack(parts, trust=rules.trust, outside=rules.outside, at=engine.clock.now())
    except SigningError as error:
        raise translated(error) from None
    if row.closed_at is not None:
        head, digest = bytes(row.chain_head).hex(), files.put(content)
        command = KeepPackage(case_id, head, digest, name, len(content))
        engine.send(command, actor=system(row.municipality_id))
    return CasePackage(name, content)
