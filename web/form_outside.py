"""Outside of a form on a page: lookups that may ask, and addresses of what it shows.

Refuses to know what is asked and shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request, url_for

from engine.answers import enquiries as form_enquiries
from web.auth import current_actor
from web.engine_access import engine


def asking(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of a form with lookups that ask the registry, for the person who fills it in."""
    lookups = context.get("lookups")
    return (
        {**context, "lookups": form_enquiries.asking(lookups, engine(), current_actor())}
        if lookups
        else dict(context)
    )


@dataclass(frozen=True)
class PageLinks:
    """Pictures of the service version; documents only where the form belongs to a case."""

    version_id: int | None
    case_id: UUID | None = None

    def image(self, name: str) -> str:
        if self.version_id is None:
            return ""
        return url_for("public.picture", version_id=self.version_id, name=name.removeprefix("images/"))

    def document(self, digest: str) -> str:
        if self.case_id is None or request.blueprint not in ("citizen", "inbox"):
            return ""
        return url_for(f"{request.blueprint}.document", case_id=self.case_id, digest=digest)
