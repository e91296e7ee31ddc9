"""Drafts of services: begun from what is in force, saved as somebody types, laid aside.

Of two analysts who change one file the later is refused and told who was faster; their text stays with
them. Refuses to judge what is saved, which is validation's business, and to put anything into force.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from engine.audit.hash_chain import CONFIGURATION
from engine.catalogue import snapshots
from engine.catalogue.blocks import folder_of
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import people
from engine.studio import beginning, diagrams, tables, words_file
from engine.studio.commands.service_drafts import (
    BeginNewService,
    BeginServiceDraft,
    DropServiceDraft,
    OtherFile,
    SavedServiceFile,
    SaveServiceFile,
)
from engine.studio.contents import check_content, check_path, check_sizes
from engine.studio.copies import new_code, renamed
from engine.studio.rivals import ChangedMeanwhile
from engine.studio.store import service_drafts

MOST_DRAFTS: Final = 40
# An hour's typing is one act of editing, not a thousand.
_ONE_EDIT: Final = timedelta(hours=1)
WRITTEN_BACK: Final = {
    re.compile(r".*\.bpmn"): diagrams.written_back,
    re.compile(r".*\.dmn"): tables.written_back,
    re.compile(r"texts/.*\.json"): words_file.written_back,
}


class TooManyDrafts(Rejected):
    """Somebody keeps more drafts open than anybody works on."""

    code = "service_draft.too_many"


class CodeTaken(Rejected):
    """There is such a service already, or a draft of one."""

    code = "service_draft.code_taken"


class ModuleUnknown(Rejected):
    """There is no module of this code."""

    code = "service_draft.module_unknown"


def begin_service_draft(command: BeginServiceDraft, tx: Transaction) -> UUID:
    """Begin a draft from the version in force today; return its id."""
    _may_begin(tx)
    version_id = versions.in_force(tx, command.service, municipality_id=None, on=local_date(tx.now))
    if version_id is None:
        raise NotFound
    folder, code = f"{folder_of(command.service)}/", command.service
    every = snapshots.files(tx, command.service, None)
    files = {path.removeprefix(folder): content for path, content in every.items() if path.startswith(folder)}
    if command.copy_as is not None:
        code = _free_code(tx, command.service, command.copy_as)
        files = renamed(files, command.service, code)
    return _begun(tx, code, version_id, files)


def begin_new_service(command: BeginNewService, tx: Transaction) -> UUID:
    """Begin a draft of a service that was never drawn; return its id."""
    _may_begin(tx)
    if command.module not in beginning.modules():
        raise ModuleUnknown(module=command.module[:40])
    code = _free_code(tx, f"{command.module}.", command.name)
    return _begun(tx, code, None, beginning.service(code, command.names, local_date(tx.now)))


def _may_begin(tx: Transaction) -> None:
    _analyst(tx)
    if service_drafts.count(tx) >= MOST_DRAFTS:
        raise TooManyDrafts(limit=MOST_DRAFTS)


def _free_code(tx: Transaction, source: str, name: str) -> str:
    code = new_code(source, name)
    if service_drafts.is_taken(tx, code):
        raise CodeTaken(service=code)
    return code


def _begun(tx: Transaction, code: str, base_version: int | None, files: dict[str, bytes]) -> UUID:
    draft_id = uuid4()
    # What it is begun from is the newest, so it was made knowing all others that are in force.
    in_force = {row.version_id for row in versions.acts_in_force(tx, code, on=local_date(tx.now))}
    known = sorted(in_force | ({base_version} if base_version else set()))
    service_drafts.begin(tx, draft_id, code=code, base_version=base_version, known=known, files=files)
    tx.log(CONFIGURATION, "service_draft.begun", draft=str(draft_id), service=code, base=base_version)
    return draft_id


def save_service_file(command: SaveServiceFile, tx: Transaction) -> SavedServiceFile:
    """Keep a file as it was typed, if it stands as it was seen, and so do those that are kept with it."""
    _analyst(tx)
    files = (OtherFile(command.path, command.content, command.seen), *command.others)
    for file in files:
        check_path(file.path)
        check_content(file.path, file.content)
    draft = service_drafts.find(tx, command.draft_id, is_locked=True)
    if draft is None:
        raise NotFound
    first, *others = [_save(tx, draft, file) for file in files]
    return replace(first, others=tuple(other.revision for other in others))


def _save(tx: Transaction, draft: Any, file: OtherFile) -> SavedServiceFile:
    old = service_drafts.file(tx, draft.id, file.path)
    if old is not None and old.revision != file.seen or old is None and file.seen:
        raise changed(tx, old)
    content = file.content
    for path, written_back in WRITTEN_BACK.items():
        if old is not None and path.fullmatch(file.path):
            # Who takes a change back has the published bytes again.
            published = service_drafts.published_file(tx, draft, file.path)
            content = written_back(content, published, old.content)
    if old is not None and old.content == content:
        return SavedServiceFile(old.revision, old.changed_at, is_changed=False)
    check_sizes({**service_drafts.sizes(tx, draft.id), file.path: len(content)})
    revision = service_drafts.save(tx, draft.id, file.path, content, seen=file.seen)
    if revision is None:
        raise changed(tx, service_drafts.file(tx, draft.id, file.path))
    if old is None or old.changed_by != tx.actor.person_id or old.changed_at < tx.now - _ONE_EDIT:
        tx.log(CONFIGURATION, "service_draft.edited", draft=str(draft.id), file=file.path)
    return SavedServiceFile(revision, tx.now, is_changed=True)


def drop_service_draft(command: DropServiceDraft, tx: Transaction) -> None:
    """Lay the draft aside; its files stay, for whoever asks what became of them."""
    _analyst(tx)
    if service_drafts.find(tx, command.draft_id, is_locked=True) is None:
        raise NotFound
    service_drafts.drop(tx, command.draft_id)
    tx.log(CONFIGURATION, "service_draft.dropped", draft=str(command.draft_id))


def _analyst(tx: Transaction) -> None:
    if not tx.actor.may_somewhere(Right.DRAW_SERVICES):
        raise NotAllowed


def changed(tx: Transaction, old: service_drafts.DraftFile | None) -> Rejected:
    """Return the refusal that tells who was faster."""
    if old is None:
        return NotFound()
    names = people.names(tx, {old.changed_by}).get(old.changed_by, {})
    return ChangedMeanwhile(
        revision=old.revision,
        at=old.changed_at,
        who=names or None,
    )


ROUTES = (
    Route(BeginServiceDraft, begin_service_draft, sender=Sender.PERSON, result=UUID),
    Route(BeginNewService, begin_new_service, sender=Sender.PERSON, result=UUID),
    Route(SaveServiceFile, save_service_file, sender=Sender.PERSON, result=SavedServiceFile),
    Route(DropServiceDraft, drop_service_draft, sender=Sender.PERSON),
)
