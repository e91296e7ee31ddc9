"""Two versions of a service, or a draft and a version, with everything in which they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.catalogue import snapshots
from engine.catalogue.blocks import folder_of
from engine.clock import local_date
from engine.comparing import Change, compare
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries import service_drafts
from engine.queries.views import Names
from engine.stores import asked_publications, versions
from engine.studio.closures import as_copy, closure, own_files

Files = Mapping[str, bytes]
DIAGRAM = "process.bpmn"


@dataclass(frozen=True)
class Side:
    """What is compared: a version by its digest, or a draft, which has none."""

    service: str
    names: Names
    digest: str | None


@dataclass(frozen=True)
class Comparison:
    """What differs between two sides, and their own diagrams as they are drawn."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
    diagram: str  # the file of the service's own diagram
    drawn: tuple[str, str]


def of_versions(tx: Transaction, service: str, old: str, new: str) -> Comparison:
    """Compare two versions of a service, found by the beginning of their digests."""
    sides = [snapshots.find(tx, service, one) for one in (old, new)]
    files = [versions.files(tx, one.id) for one in sides]
    before, after = (Side(one.code, one.settings["names"], bytes(one.digest).hex()) for one in sides)
    return _compared(before, after, files[0], files[1])


def of_asked(tx: Transaction, asked_id: UUID) -> Comparison:
    """Compare what was asked to be published with what was in force then, or with what it was copied from."""
    asked = asked_publications.find(tx, asked_id)
    if asked is None:
        raise NotFound
    draft = service_drafts.base_of(tx, asked.draft_id)
    old, new = (versions.load(tx, one) for one in (asked.base_version or draft, asked.version_id))
    before, after = (Side(one.code, one.settings["names"], bytes(one.digest).hex()) for one in (old, new))
    return _compared(before, after, versions.files(tx, old.id), versions.files(tx, new.id))


def of_draft(tx: Transaction, draft_id: UUID, digest: str | None = None) -> Comparison:
    """Compare a draft with a version: the one in force, or that of the service which it was copied from."""
    draft = service_drafts.draft(tx, draft_id)
    own = service_drafts.contents(tx, draft_id)
    found = snapshots.find(tx, draft.code, digest) if digest else _counterpart(tx, draft)
    old = Side(found.code, found.settings["names"], bytes(found.digest).hex())
    return _compared(
        old, Side(draft.code, draft.names, None), versions.files(tx, found.id), closure(draft.code, own)
    )


def _counterpart(tx: Transaction, draft: service_drafts.StudioDraft) -> Any:
    in_force = versions.in_force(tx, draft.code, municipality_id=None, on=local_date(tx.now))
    return versions.load(tx, in_force or draft.base_version)


def _compared(old: Side, new: Side, before: Files, after: Files) -> Comparison:
    if old.service != new.service:
        before = as_copy(before, old.service, new.service)
    if not any(path.startswith("schemas/") for path in after):
        before = own_files(new.service, before)
    diagram = f"{folder_of(new.service)}/{DIAGRAM}"
    drawn = (before[diagram].decode(), after[diagram].decode())
    return Comparison(old, new, compare(before, after), diagram, drawn)
