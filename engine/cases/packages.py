"""A case as one file that proves itself, made on request: what lies in it, and the time stamp on it.

The stamp is asked for outside any transaction. Refuses to know pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from engine.queries import packages
from engine.signatures.errors import translated
from engine.signatures.rules import rules_of
from engine.tenancy import Actor
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
    rules = rules_of(engine.connections)
    with engine.read(actor) as tx:
        number, parts = packages.parts(tx, engine.connections.files, case_id)
    try:
        content = pack(parts, trust=rules.trust, outside=rules.outside, at=engine.clock.now())
    except SigningError as error:
        raise translated(error) from None
    return CasePackage(f"{number}.asice", content)
