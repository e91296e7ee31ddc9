"""Pages for analysts: services are drawn here, and nothing that is drawn here is in force.

What may be kept in a draft is the engine's decision.
"""

from __future__ import annotations

from web.blueprints import studio as blueprint
from web.studio import (
    blocks,
    comments,
    comparing,
    diagram,
    drafts,
    files,
    form_component,
    form_preview,
    forms,
    history,
    importing,
    letters,
    named_files,
    names,
    publishing,
    rebase,
    replays,
    request_comments,
    sandbox,
    tables,
    texts,
    usages,
)

__all__ = [
    "request_comments",
    "blocks",
    "blueprint",
    "importing",
    "comments",
    "comparing",
    "diagram",
    "drafts",
    "history",
    "files",
    "form_component",
    "form_preview",
    "forms",
    "letters",
    "named_files",
    "names",
    "sandbox",
    "publishing",
    "replays",
    "tables",
    "rebase",
    "texts",
    "usages",
]
