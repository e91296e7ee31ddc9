"""Pages for analysts: services are drawn here, and nothing that is drawn here is in force.

What may be kept in a draft is the engine's decision.

To change what can be drawn in the studio, or said of an element: `web/frontend/src/studio/kinds.js` (all that
can be drawn, and where), `properties.js` and the `*_fields.js` beside it (what is said of an element), words
under `drawing.script` in `web/texts/<language>/drawing.json` or `studio.script` in `studio.json`; what can be
chosen: `engine/studio/choices.py`; how operations and their values are called:
`engine/texts/<language>/operations.json` (decision 79, decision 115). `tests/structure/test_drawing.py`,
`tests/e2e/test_studio.py`.

To change what can be commented in the studio: what a file has that can be spoken of: `things` in
`engine/comparing/files.py`; how comments are kept: `engine/studio/handlers/comments.py` (decision 123); on
the diagram: `web/frontend/src/studio/comments.js`, without a script: `web/studio/comments.py`.
`tests/studio/test_comments.py`, `tests/studio/test_comment_pages.py`.

To change what a condition can begin from in the studio: `engine/studio/conditions.py`, put together with the
steps before it by `web/frontend/src/studio/conditions.js`; sentences under `drawing.script.condition`.
`tests/studio/test_pages.py`.

To change what can be looked for over all services: a kind in `engine/studio/usages.py`, its word under
`designing.usage_kind`. `tests/studio/test_usages.py`.

To change where a finding leads in the studio: `web/studio/finding_places.py`; how its way is played:
`web/frontend/src/studio/way.js`. `tests/studio/test_pages.py`, `tests/e2e/test_studio_tree.py`.
"""

from __future__ import annotations

from web.blueprints import studio as blueprint
from web.studio import (
    blocks,
    comments,
    comparing,
    diagram,
    diagram_content,
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
    "diagram_content",
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
