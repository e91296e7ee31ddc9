"""Two versions of a service, or a draft and a version, with everything in which they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.catalogue import snapshots
from engine.catalogue.blocks import folder_of
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.comparing import Change, compare
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Names
from engine.studio.closures import as_copy, closure, own_files
from engine.studio.queries import service_drafts
from engine.studio.store import publish_requests

Files = Mapping[str, bytes]
DIAGRAM = "process.bpmn"


@dataclass(frozen=True)
class Side:
    """Side of a comparison: a version by its digest, or a draft, which has none."""

    service: str
    names: Names
    digest: str | None


@dataclass(frozen=True)
class Comparison:
    """Differences between two sides, and their own diagrams as they are drawn; without `old` all is new."""

    old: Side | None
    new: Side
    changes: tuple[Change, ...]
    diagram: str  # the file of the service's own diagram
    drawn: tuple[str, str]


def of_versions(tx: Transaction, service: str, old: str, new: str) -> Comparison:
    """Compare two versions of a service, found by the beginning of their digests."""
    sides = [snapshots.find(tx, service, digest) for digest in (old, new)]
    files = [versions.files(tx, side.id) for side in sides]
    before, after = map(_side, sides)
    return _compared(before, after, files[0], files[1])


def of_request(tx: Transaction, request_id: UUID, group: int = 1) -> Comparison:
    """Compare a publish request with what was in force then in a group of places.

    Where nothing was, it is compared with what the draft was made of.
    """
    request = publish_requests.find(tx, request_id)
    if request is None:
        raise NotFound
    (places,) = [asked for asked in publish_requests.groups(tx, request_id) if asked.number == group] or [
        None
    ]
    if places is None:
        raise NotFound
    new = versions.load(tx, request.version_id)
    after, files = _side(new), versions.files(tx, new.id)
    base = places.version_id or request.base_version
    if base is None:
        return _from_nothing(after, files)
    old = versions.load(tx, base)
    return _compared(_side(old), after, versions.files(tx, old.id), files)


def of_draft(tx: Transaction, draft_id: UUID, digest: str | None = None) -> Comparison:
    """Compare a draft with a version: the one in force, or that of the service which it was copied from."""
    draft = service_drafts.draft(tx, draft_id)
    own = service_drafts.contents(tx, draft_id)
    found = snapshots.find(tx, draft.code, digest) if digest else _counterpart(tx, draft)
    new, files = Side(draft.code, draft.names, None), closure(draft.code, own)
    if found is None:
        return _from_nothing(new, files)
    return _compared(_side(found), new, versions.files(tx, found.id), files)


def of_files(code: str, before: Files, after: Files) -> tuple[Change, ...]:
    """Compare two states of the service's own files, by their path in its folder."""
    old, new = (
        {f"{folder_of(code)}/{path}": content for path, content in side.items()} for side in (before, after)
    )
    return compare(old, new)


def _counterpart(tx: Transaction, draft: service_drafts.StudioDraft) -> Any:
    in_force = versions.in_force(tx, draft.code, municipality_id=None, on=local_date(tx.now))
    base = in_force or draft.base_version
    return None if base is None else versions.load(tx, base)


def _side(version: Any) -> Side:
    return Side(version.code, version.settings["names"], bytes(version.digest).hex())


def _from_nothing(new: Side, files: Files) -> Comparison:
    """Return everything that a service has which was never drawn before: nothing stands against it."""
    own = own_files(new.service, files)
    diagram = f"{folder_of(new.service)}/{DIAGRAM}"
    return Comparison(None, new, compare({}, own), diagram, ("", own[diagram].decode()))


def _compared(old: Side, new: Side, before: Files, after: Files) -> Comparison:
    if old.service != new.service:
        before = as_copy(before, old.service, new.service)
    if not any(path.startswith("schemas/") for path in after):
        before = own_files(new.service, before)
    diagram = f"{folder_of(new.service)}/{DIAGRAM}"
    drawn = (before[diagram].decode(), after[diagram].decode())
    return Comparison(old, new, compare(before, after), diagram, drawn)
