"""Whether the templates of letters and documents can be read and filled."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding, details, wrong
from engine.catalogue.check.names import case_names
from engine.catalogue.check.subject import Subject
from engine.catalogue.document_parts import whole
from engine.documents.template import compile_template
from engine.errors import EngineError
from engine.scope import FUNCTIONS

# What `document.render` and the letters about a clock add to the data of the case.
GIVEN = frozenset({"draft", "clock"})


def check_templates(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the templates."""
    names = None if subject.definition is None else case_names(subject.definition) | GIVEN
    for path in subject.templates:
        try:
            compile_template(whole(subject.files, path), functions=FUNCTIONS, names=names)
        except EngineError as error:
            yield wrong(error.error_code, file=path, detail=details(error.params))
