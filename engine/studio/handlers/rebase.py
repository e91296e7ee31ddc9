"""Rebase of a draft on a newer version of its service, file by file.

From then on that version is the base of the draft. Refuses to choose where both have changed a file.
"""

from __future__ import annotations

from typing import Any

from engine.audit.hash_chain import CONFIGURATION
from engine.catalogue import snapshots
from engine.catalogue.blocks import folder_of
from engine.catalogue.store import versions
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import people
from engine.studio.commands.service_drafts import ChosenFile, RebaseDraft
from engine.studio.contents import check_sizes
from engine.studio.rebase import Newer, newer_files
from engine.studio.rivals import FileChanged
from engine.studio.standing import base_files
from engine.studio.store import service_drafts


class ChooseEach(Rejected):
    """Of a file that both have changed nobody has said which state the draft is to have."""

    code = "service_draft.choose_each"


def rebase_draft(command: RebaseDraft, tx: Transaction) -> None:
    """Give the draft the chosen files of a newer version, and make that version its base."""
    if not tx.actor.may_somewhere(Right.DRAW_SERVICES):
        raise NotAllowed
    draft = service_drafts.find(tx, command.draft_id, is_locked=True)
    if draft is None:
        raise NotFound
    version = snapshots.find(tx, draft.code, command.digest)
    theirs = versions.folder(tx, version.id, f"{folder_of(draft.code)}/")
    mine = service_drafts.files(tx, draft.id)
    chosen = {file.path: file for file in command.files}
    taken = []
    for path, state in newer_files(base_files(tx, draft), mine, theirs).items():
        if state is Newer.SAME:
            continue
        if path not in chosen:
            raise ChooseEach(path=path)
        _is_as_seen(tx, draft, chosen[path])
        if chosen[path].is_theirs:
            taken.append(path)
    left = {path: content for path, content in mine.items() if path not in taken}
    new = {path: theirs[path] for path in taken if path in theirs}
    check_sizes({path: len(content) for path, content in (left | new).items()})
    for path in taken:
        if path in new:
            service_drafts.save(tx, draft.id, path, theirs[path], seen=chosen[path].seen)
        else:
            service_drafts.remove(tx, draft.id, path)
    service_drafts.set_base(tx, draft.id, version.id)
    said = {"draft": str(draft.id), "version": version.id, "files": taken}
    tx.log(CONFIGURATION, "service_draft.rebased", **said)


def _is_as_seen(tx: Transaction, draft: Any, chosen: ChosenFile) -> None:
    found = service_drafts.file(tx, draft.id, chosen.path)
    if chosen.seen != (0 if found is None else found.revision):
        who = None if found is None else people.names(tx, {found.changed_by}).get(found.changed_by)
        raise FileChanged(who=who)


ROUTES = (Route(RebaseDraft, rebase_draft, sender=Sender.PERSON),)
