"""Comments on a service as the studio shows them, by file and element, and as they stood at a publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.catalogue.blocks import folder_of
from engine.catalogue.store import versions
from engine.comparing import Thing, things
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Names
from engine.stores import people
from engine.studio.store import comments as store
from engine.studio.store import publish_requests, service_drafts


@dataclass(frozen=True)
class CommentTurn:
    """Turn in the life of a comment: it was answered, settled or opened again."""

    kind: str
    body: str | None
    by: Names | None
    at: datetime


@dataclass(frozen=True)
class ElementComment:
    """Comment on an element, without one on the file. `is_gone`: it is not there any more.

    `kind` and `name` are those of the element, of one that is gone its name then. `seen` counts its turns.
    """

    id: UUID
    path: str
    element: str
    kind: str
    name: str
    body: str
    must_settle: bool
    is_settled: bool
    is_gone: bool
    by: Names | None
    at: datetime
    seen: int
    turns: tuple[CommentTurn, ...]


@dataclass(frozen=True)
class Commented:
    """The comments on a service, and what in it can be spoken of: by file, each element as a thing."""

    comments: tuple[ElementComment, ...]
    places: Mapping[str, Mapping[str, Thing]]

    @property
    def open(self) -> tuple[ElementComment, ...]:
        return tuple(comment for comment in self.comments if not comment.is_settled)


def of_draft(tx: Transaction, draft_id: UUID) -> Commented:
    """Return the comments on the service of an open draft, whichever draft of it they were written in."""
    draft = service_drafts.find(tx, draft_id)
    if draft is None:
        raise NotFound
    return _commented(tx, draft.code, service_drafts.files(tx, draft_id), tx.now)


def of_request(tx: Transaction, request_id: UUID) -> Commented:
    """Return the comments on a publish request; once it is settled, as they stood then."""
    request = publish_requests.find(tx, request_id)
    if request is None:
        raise NotFound
    files = versions.folder(tx, request.version_id, f"{folder_of(request.code)}/")
    return _commented(tx, request.code, files, request.settled_at or tx.now)


def _commented(tx: Transaction, code: str, files: Mapping[str, bytes], until: datetime) -> Commented:
    places = {path: things(path, files) for path in sorted(files)}
    rows = store.of_service(tx, code, until)
    said = store.said(tx, [row.id for row in rows], until)
    names = people.names(tx, {row.written_by for row in rows} | {row.said_by for row in said})
    turns: dict[UUID, list[CommentTurn]] = {}
    for row in said:
        turn = CommentTurn(row.kind, row.body, names.get(row.said_by), row.said_at)
        turns.setdefault(row.comment_id, []).append(turn)
    found = tuple(_comment(row, places, names, tuple(turns.get(row.id, ()))) for row in rows)
    return Commented(found, places)


def _comment(
    row: Any,
    places: Mapping[str, Mapping[str, Thing]],
    names: Mapping[int, Names],
    turns: tuple[CommentTurn, ...],
) -> ElementComment:
    there = places.get(row.path, {}).get(row.element)
    return ElementComment(
        id=row.id,
        path=row.path,
        element=row.element,
        kind="" if there is None else there.kind,
        name=row.name if there is None else there.name,
        body=row.body,
        must_settle=row.must_settle,
        is_settled=row.is_settled,
        is_gone=row.path not in places or bool(row.element) and there is None,
        by=names.get(row.written_by),
        at=row.written_at,
        seen=len(turns),
        turns=turns,
    )
