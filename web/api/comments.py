"""Comments on what is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.queries import comments as queries
from engine.queries.comments import ElementComment
from web.api.callers import Who
from web.api.operations import operation
from web.api.shapes import shape
from web.api.studio import APPROVES, DRAFT, DRAWS
from web.auth import current_actor
from web.engine_access import engine

PUBLICATION = "/studio/publications/<uuid:asked_id>"


@dataclass(frozen=True)
class DraftComments:
    """What was said of a service, what is open first; of a publication as it stood when that was settled."""

    items: tuple[ElementComment, ...]


@operation("GET", f"{DRAFT}/comments", Who.OFFICE, gives=shape(DraftComments), **DRAWS)
def list_draft_comments(draft_id: UUID) -> DraftComments:
    with engine().read(current_actor()) as tx:
        return DraftComments(queries.of_draft(tx, draft_id).comments)


@operation("GET", f"{PUBLICATION}/comments", Who.OFFICE, gives=shape(DraftComments), **APPROVES)
def list_publication_comments(asked_id: UUID) -> DraftComments:
    with engine().read(current_actor()) as tx:
        return DraftComments(queries.of_asked(tx, asked_id).comments)
