"""What the tables of a draft would have decided in past cases, for programs of analysts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.queries import replays
from engine.queries.replays import ReplayView
from web.api.callers import Who
from web.api.operations import operation
from web.api.shapes import shape
from web.api.studio import DRAFT, DRAWS
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class PastDecisions:
    """The replay of a draft that was asked for last; null where none was asked for."""

    replay: ReplayView | None


@operation("GET", f"{DRAFT}/replay", Who.OFFICE, gives=shape(PastDecisions), **DRAWS)
def get_replay(draft_id: UUID) -> PastDecisions:
    with engine().read(current_actor()) as tx:
        return PastDecisions(replays.of_draft(tx, draft_id))
