"""Mistakes in services as they are shipped, each with the finding that validation gives for it.

`docs/diagrams.md` shows the first example of each finding. `test_examples.py` makes `EXAMPLES`, and
`test_typed_view.py` those of `decisions`.
"""

from __future__ import annotations

from tests.catalogue.edits import (
    data,
    diagram_elements,
    diagram_files,
    diagram_flows,
    expressions,
    flow,
    form_files,
    layouts,
    letters,
    names,
    settings,
    tables,
)
from tests.catalogue.edits.decisions import (
    DIAGRAM,
    DIAGRAMS,
    FORMS,
    GRANT,
    HARMLESS,
    LETTERS,
    MISSPELT,
    OTHERS,
    SETTINGS,
    TABLES,
    in_letter,
)
from tests.catalogue.edits.shape import Change, Edit, Example
from tests.catalogue.edits.without import WITHOUT

EXAMPLES: tuple[Example, ...] = (
    *diagram_files.EXAMPLES,
    *diagram_elements.EXAMPLES,
    *diagram_flows.EXAMPLES,
    *flow.EXAMPLES,
    *names.EXAMPLES,
    *expressions.EXAMPLES,
    *data.EXAMPLES,
    *tables.EXAMPLES,
    *form_files.EXAMPLES,
    *letters.EXAMPLES,
    *layouts.EXAMPLES,
    *settings.EXAMPLES,
)

__all__ = [
    "DIAGRAM",
    "DIAGRAMS",
    "EXAMPLES",
    "FORMS",
    "GRANT",
    "HARMLESS",
    "LETTERS",
    "MISSPELT",
    "OTHERS",
    "SETTINGS",
    "TABLES",
    "WITHOUT",
    "Change",
    "Edit",
    "Example",
    "in_letter",
]
