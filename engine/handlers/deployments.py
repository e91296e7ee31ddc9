"""Publishing a service: a snapshot of its folder becomes an immutable version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.catalogue.errors import CatalogueError
from engine.catalogue.folder import ServiceFolder, read_service
from engine.catalogue.published import BLOCKS, compile_version
from engine.catalogue.versions import called_blocks, digest, read_blocks
from engine.commands import PublishService
from engine.db.pool import Transaction
from engine.decisions import DecisionError
from engine.errors import Rejected
from engine.operations import ALL
from engine.process import DiagramError
from engine.stores import versions
from feel import FeelError
from forms import FormError

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
        blocks = called_blocks(folder.process, read_blocks(command.folder.parent.parent), folder.code)
        version = digest(folder.files_in_force, blocks, SEMANTICS)
        if versions.find(tx, version) is not None:
            return
        files = {**folder.files_in_force, **{BLOCKS + name: content for name, content in blocks.items()}}
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


def check(folder: ServiceFolder, files: Mapping[str, bytes]) -> None:
    """Compile everything and see that what the diagram names exists. Raises `CatalogueError`."""
    label = folder.code.replace(".", "/")
    try:
        version = compile_version(0, folder.code, folder.module, settings=folder.settings, files=files)
    except (DiagramError, DecisionError, FormError, FeelError) as error:
        raise CatalogueError("does_not_compile", label, f"{error.code}: {error}") from error
    for element in version.definition.elements.values():
        problem = _problem(element, version)
        if problem is not None:
            raise CatalogueError(problem, f"{label}/process.bpmn", element.id)


def _problem(element: Any, version: Any) -> str | None:
    if element.kind == "userTask" and (element.form_id is None or (element.form_id, "ka") not in version.forms):
        return "form_unknown"
    if element.operation is not None and element.operation not in ALL.names:
        return "operation_unknown"
    if element.decision_id is not None and element.decision_id not in version.decisions:
        return "decision_unknown"
    return None
