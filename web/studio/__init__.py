"""Pages for analysts: services are drawn here, and nothing that is drawn here is in force.

What may be kept in a draft is the engine's decision.
"""

from __future__ import annotations

from web.blueprints import studio as blueprint
from web.studio import (
    asked_comments,
    blocks,
    bringing,
    comments,
    comparing,
    diagram,
    drafts,
    earlier,
    files,
    form_component,
    form_preview,
    forms,
    letters,
    named_files,
    names,
    plays,
    publishing,
    replays,
    tables,
    taking_over,
    texts,
    usages,
)

__all__ = [
    "asked_comments",
    "blocks",
    "blueprint",
    "bringing",
    "comments",
    "comparing",
    "diagram",
    "drafts",
    "earlier",
    "files",
    "form_component",
    "form_preview",
    "forms",
    "letters",
    "named_files",
    "names",
    "plays",
    "publishing",
    "replays",
    "tables",
    "taking_over",
    "texts",
    "usages",
]
