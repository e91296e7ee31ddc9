"""Publishing a service: a snapshot of its folder becomes an immutable version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from engine.catalogue.check import blocks_of, check, with_blocks
from engine.catalogue.folder import read_service
from engine.catalogue.versions import digest
from engine.commands import PublishService
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.stores import versions

# The meaning of our FEEL, state codec and operations. It changes when an old case would run otherwise.
SEMANTICS = "1"


class SecondPersonNeeded(Rejected):
    """Outside demo mode two different people publish a service."""

    code = "publish.second_person"


def publish_service(*, is_demo: bool) -> Callable[[PublishService, Transaction], None]:
    """Return the handler. A digest that is already published is left alone."""

    def handle(command: PublishService, tx: Transaction) -> None:
        if not is_demo and command.second_person in (None, command.publisher):
            raise SecondPersonNeeded
        folder = read_service(command.folder)
        blocks = blocks_of(folder, command.folder)
        version = digest(folder.files_in_force, blocks, SEMANTICS)
        if versions.find(tx, version) is not None:
            return
        files = with_blocks(folder, blocks)
        check(folder, files)
        versions.insert(
            tx,
            digest=version,
            code=folder.code,
            module=folder.module,
            settings=folder.settings,
            semantics=SEMANTICS,
            effective_from=date.fromisoformat(folder.settings["effective_from"]),
            publisher=command.publisher,
            second_person=command.second_person,
            files=files,
        )
        tx.log("configuration", "service.published", service=folder.code, digest=version.hex())

    return handle
