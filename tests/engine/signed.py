"""Services whose steps are signed, and people who sign them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from engine.commands.applications import StoreDocument
from engine.commands.signing import AddSignature, KeepPreparation, OpenSigning, SignOnPaper
from engine.queries import signings
from engine.queries.signings import SigningView
from engine.signatures import ceremony
from engine.tenancy import Actor
from tests.documents.made_files import a_picture
from tests.engine.kit import CITIZEN, Office
from tests.engine.services import REVIEW, decide, flow, user_task

# With a good review whoever reviewed signs the act; the case is decided and entered in the same step.
PROPERTIES = {
    "mms:sign": '=if review.good then "doer" else null',
    "mms:signAct": "told",
    "mms:signOnPaper": "allowed",
}


def signed(task: str, **properties: str) -> str:
    """Return a user task with properties, whose names come without their prefix."""
    said = "".join(
        f"<zeebe:property name='{name if ':' in name else f'mms:{name}'}' value='{value}'/>"
        for name, value in properties.items()
    )
    end = "</bpmn:extensionElements>"
    return task.replace(end, f"<zeebe:properties>{said}</zeebe:properties>{end}", 1)


_REVIEW = user_task("review", due='=term("gac.defect.min")')
SIGNED = REVIEW.replace(_REVIEW, signed(_REVIEW, **PROPERTIES))
# The same without a register: one person may be granted it again and again.
SIMPLY_SIGNED = (
    signed(user_task("review"), **PROPERTIES)
    + decide("grant", "granted")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("review", "grant")
    + flow("grant", "done")
)
# The reviewer's filled form; the applicant signs after them.
TOGETHER = (
    signed(user_task("review"), sign="doer, applicant, representative", signOrder="fixed")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("review", "done")
)
CERTIFICATE = b"a certificate"


@dataclass
class Signers:
    """People of an office who sign its steps; whether a signature is one is tested elsewhere."""

    office: Office

    @property
    def reviewer(self) -> Actor:
        return self.office.staff("specialist")

    @property
    def applicant(self) -> Actor:
        return self.office.person(CITIZEN)

    def lay(self, case_id: UUID, *, by: Actor | None = None, **answers: Any) -> UUID:
        """Lay the step before its signers."""
        command = OpenSigning(self.office.task(case_id).id, answers or {"good": True})
        opened: UUID = self.office.engine.send(command, actor=by or self.reviewer).signing_id
        return opened

    def see(self, signing_id: UUID, *, by: Actor | None = None) -> SigningView:
        with self.office.engine.read(by or self.reviewer) as tx:
            return signings.view(tx, signing_id)

    def prepare(self, signing_id: UUID, *, by: Actor | None = None) -> UUID:
        """Keep what a card is asked to sign."""
        command = KeepPreparation(signing_id, CERTIFICATE, b"prepared")
        prepared: UUID = self.office.engine.send(command, actor=by or self.reviewer)
        return prepared

    def add(self, preparation: UUID, content: bytes, *, by: Actor | None = None) -> Any:
        self.office.engine.connections.files.put(content)
        return self.office.engine.send(AddSignature(preparation, content), actor=by or self.reviewer)

    def sign(self, signing_id: UUID, *, by: Actor | None = None) -> Any:
        """Sign by card, as far as the engine's commands know."""
        content = ceremony.file_of(self.see(signing_id, by=by).row) + b"%signed"
        return self.add(self.prepare(signing_id, by=by), content, by=by)

    def scan(self, signing_id: UUID, *, by: Actor | None = None) -> Any:
        """Sign on paper, and send the scan."""
        actor = by or self.reviewer
        stored = self.office.engine.send(
            StoreDocument(a_picture("PNG", (40, 30)), "scan.png", "keda"), actor=actor
        )
        return self.office.engine.send(SignOnPaper(signing_id, stored.document), actor=actor, key=uuid4())

    def numbers(self) -> list[tuple[str, str]]:
        """Return the numbers that were reserved, each with what became of it."""
        with self.office.engine.read(self.reviewer) as tx:
            rows = tx.all("select number, state, reason from reserved_numbers order by year, n")
        return [(row.number, row.reason or row.state) for row in rows]
