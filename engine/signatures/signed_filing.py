"""Filing an application that was signed: the signature and the case are one commit.

Refuses to know how the signature was verified, and who may file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.documents.files import digest_of
from engine.signatures import steps as steps

if TYPE_CHECKING:
    from engine.commands.applications import FileApplication
    from engine.steps import OpenCase


def keep(case: OpenCase, command: FileApplication) -> None:
    """Record the signature and put the file among the documents, if it is this application's."""
    assert command.preparation_id is not None
    signing, said = steps.signed_now(case.tx, command.preparation_id)
    is_this = (signing.service_code, signing.municipality_id, signing.answers) == (
        case.row.service_code,
        case.row.municipality_id,
        command.answers,
    )
    if not is_this:
        raise steps.SigningOver
    digest, size = digest_of(command.signed), len(command.signed)
    steps.keep_file(case, signing, digest=digest, size=size, kind="signed", name="application")
    case.record("signature.added", **said)
