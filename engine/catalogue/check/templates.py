"""Whether the templates of letters and documents can be read and filled, and whether their parts are used."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.catalogue.check.findings import Finding, details, remark, wrong
from engine.catalogue.check.names import case_names
from engine.catalogue.check.subject import Subject
from engine.catalogue.document_parts import own_parts, unused_parts, whole
from engine.documents.template import compile_template
from engine.errors import EngineError
from engine.scope import FUNCTIONS

# What `document.render` and the letters about a clock add to the data of the case.
GIVEN = frozenset({"draft", "clock"})


def check_templates(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the templates; a part of several is to blame once for each."""
    names = None if subject.definition is None else case_names(subject.definition) | GIVEN
    yield from _refused(subject, names)
    for path in unused_parts(subject.files):
        yield remark("reference.part_unused", file=path)


def _refused(subject: Subject, names: Collection[str] | None) -> Iterator[Finding]:
    for path in subject.templates:
        error = _refusal(subject.files, path, names)
        if error is None:
            continue
        part = _part_to_blame(subject.files, path, error, names=names)
        # The line is that of the template, and says nothing of a part.
        params = {key: value for key, value in error.params.items() if key != "line" or part is None}
        yield wrong(error.error_code, file=part or path, detail=details(params))


def _refusal(files: Mapping[str, bytes], path: str, names: Collection[str] | None) -> EngineError | None:
    """Return why a template can't be used, or None."""
    try:
        compile_template(whole(files, path), functions=FUNCTIONS, names=names)
    except EngineError as error:
        return error
    return None


def _part_to_blame(
    files: Mapping[str, bytes], path: str, error: EngineError, *, names: Collection[str] | None
) -> str | None:
    """Return the service's own part without which the template would not be refused in this way."""
    for part in own_parts(files, path).values():
        other = _refusal({**files, part: b""}, path, names)
        if other is None or (other.error_code, other.params) != (error.error_code, error.params):
            return part
    return None
