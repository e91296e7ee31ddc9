"""Files of a draft under other names, or gone: what called them by name goes with them.

Refuses what would leave a step without its form, table or letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from engine.audit.hash_chain import CONFIGURATION
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import people
from engine.studio import named_files
from engine.studio.blank import checked_name
from engine.studio.commands.service_drafts import RemoveServiceFile, RenameServiceFile
from engine.studio.named_files import Kind
from engine.studio.rivals import FileChanged
from engine.studio.store import service_drafts


class FileUnknown(Rejected):
    """The draft has no file of this kind and name."""

    code = "service_draft.file_unknown"


class FileNameTaken(Rejected):
    """The draft has a file of this name."""

    code = "service_draft.file_name_taken"


class FileNameFixed(Rejected):
    """A shared block or the platform calls the file by its name."""

    code = "service_draft.file_name_fixed"


class FileInUse(Rejected):
    """A step would be left without its form, table or letter."""

    code = "service_draft.file_in_use"


def rename_service_file(command: RenameServiceFile, tx: Transaction) -> None:
    """Give a file another name, there and wherever it is called by it."""
    kind, name = _analysts(tx, command), command.name
    files = _files(tx, command.draft_id, kind, name, seen=command.seen)
    new = checked_name(command.new_name)
    if named_files.paths_of(files, kind, new):
        raise FileNameTaken(name=new)
    if any(caller.is_fixed for caller in named_files.callers(files, kind, name)):
        raise FileNameFixed(name=name)
    _keep(tx, command.draft_id, named_files.renamed(files, kind, name, new))
    said = {"draft": str(command.draft_id), "of": kind.value, "file": name, "into": new}
    tx.log(CONFIGURATION, "service_draft.file_renamed", **said)


def remove_service_file(command: RemoveServiceFile, tx: Transaction) -> None:
    """Take a file out of the draft; one that is called by its name stays."""
    kind, name = _analysts(tx, command), command.name
    files = _files(tx, command.draft_id, kind, name, seen=command.seen)
    if found := named_files.callers(files, kind, name):
        raise FileInUse(name=name, by=", ".join(dict.fromkeys(use.name or use.file for use in found)))
    _keep(tx, command.draft_id, named_files.removed(files, kind, name))
    said = {"draft": str(command.draft_id), "of": kind.value, "file": name}
    tx.log(CONFIGURATION, "service_draft.file_removed", **said)


def _analysts(tx: Transaction, command: RenameServiceFile | RemoveServiceFile) -> Kind:
    """Return the kind that an analyst has named; nobody else changes a draft."""
    if not tx.actor.may_somewhere(Right.DRAW_SERVICES):
        raise NotAllowed
    if command.kind not in set(Kind):
        raise FileUnknown(name=command.name[:40])
    return Kind(command.kind)


def _files(tx: Transaction, draft_id: UUID, kind: Kind, name: str, seen: str) -> dict[str, bytes]:
    """Return the files of a draft that nobody else changes now, if the named ones stand as they were seen."""
    if service_drafts.find(tx, draft_id, is_locked=True) is None:
        raise NotFound
    files = service_drafts.files(tx, draft_id)
    found = [service_drafts.file(tx, draft_id, path) for path in named_files.paths_of(files, kind, name)]
    there = [file for file in found if file is not None]
    if not there:
        raise FileUnknown(name=name[:40])
    if seen != "-".join(str(file.revision) for file in there):
        last = max(there, key=lambda one: one.changed_at)
        raise FileChanged(who=people.names(tx, {last.changed_by}).get(last.changed_by) or None)
    return files


def _keep(tx: Transaction, draft_id: UUID, after: Mapping[str, bytes | None]) -> None:
    for path, content in after.items():
        old = service_drafts.file(tx, draft_id, path)
        if content is None:
            service_drafts.remove(tx, draft_id, path)
        else:
            service_drafts.save(tx, draft_id, path, content, seen=0 if old is None else old.revision)


ROUTES = (
    Route(RenameServiceFile, rename_service_file, sender=Sender.PERSON),
    Route(RemoveServiceFile, remove_service_file, sender=Sender.PERSON),
)
