"""Small services for the flow of data and of terms: a diagram, forms of radios, letters."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.catalogue.check import Finding
from engine.catalogue.check.flow.data import check_data
from engine.catalogue.check.flow.paths import Paths, follow
from engine.catalogue.check.flow.terms import check_terms
from engine.catalogue.check.subject import Subject
from engine.catalogue.published import Published
from engine.catalogue.shelf import Shelf
from engine.process import Definition
from engine.texts import Texts
from forms import load_form
from tests.process.kit import end, job, process, start

RADIO = {"type": "radio", "key": "ok", "label": "?", "validate": {"required": True}}
LETTER = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:mms="urn:mms:template" lang="{language}"><head>'
BODY = "<title>t</title></head><body>{body}</body></html>"


def radio(key: str = "ok", *values: str, **more: Any) -> dict[str, Any]:
    options = [{"label": value, "value": value} for value in values or ("yes", "no")]
    return {**RADIO, "key": key, "id": key, "values": options, **more}


def field(key: str, **more: Any) -> dict[str, Any]:
    return {"type": "textfield", "key": key, "id": key, "label": key, **more}


def decide(id: str, outcome: str = '="granted"') -> str:
    return job(id, "case.decide", inputs={"outcome": outcome}, outputs={"decision": "=result"})


def pause(id: str, clock: str | None = None) -> str:
    return job(id, "clock.pause", inputs={"clock": clock} if clock else {})


def resume(id: str, clock: str | None = None) -> str:
    return job(id, "clock.resume", inputs={"clock": clock} if clock else {})


def subject(
    *nodes: str,
    forms: Mapping[str, list[dict[str, Any]]] = {},
    letters: Mapping[str, str] = {},
    blocks: Mapping[str, bytes] = {},
    declared: Mapping[str, tuple[str, ...]] = {},
) -> Subject:
    """Return a service that begins with the form `application`; other steps have a radio `ok`."""
    head = start("application", "application")
    definition = Definition.parse(process(head, *nodes, **declared), blocks)  # type: ignore[arg-type]
    files = {
        f"p/documents/{name}.{language}.html": (LETTER + BODY)
        .replace("{language}", language)
        .replace("{body}", body)
        .encode()
        for name, body in letters.items()
        for language in ("ka", "en")
    }
    asked = {element.form_id: element.form_id for element in definition.elements.values() if element.form_id}
    drawn = {form_id: forms.get(form_id, [radio()]) for form_id in asked}
    shelf = Shelf(
        process_id="p",
        is_block=False,
        texts=Texts.of({"ka": {}, "en": {}}),
        forms={
            (form_id, language): load_form(
                json.dumps(
                    {"id": form_id, "type": "default", "schemaVersion": 19, "components": components}
                ).encode()
            )
            for form_id, components in drawn.items()
            for language in ("ka", "en")
        },
        decisions={},
    )
    shelves = {"p": shelf, **{block: Shelf(block, True, shelf.texts, {}, {}) for block in blocks}}
    version = Published(0, "p", "p", {}, files, definition, shelves)
    return Subject(
        code="p",
        module="p",
        files=files,
        settings={},
        module_settings={},
        shelves=shelves,
        tables={},
        parameters=None,
        version=version,
        unread=frozenset(),
    )


def data(*nodes: str, **more: Any) -> list[Finding]:
    """Return what is said of the data, without what is never read: small services read little."""
    found = _judged(check_data, subject(*nodes, **more))
    return [finding for finding in found if finding.code not in ("data.never_read", "data.field_unused")]


def unused(*nodes: str, **more: Any) -> set[tuple[str, str]]:
    """Return what nobody reads: the code, and the field or the name."""
    found = _judged(check_data, subject(*nodes, **more))
    return {
        (finding.code, finding.where if finding.code == "data.field_unused" else finding.detail)
        for finding in found
        if finding.code in ("data.never_read", "data.field_unused")
    }


def terms(*nodes: str, **more: Any) -> list[Finding]:
    """Return what is said of the statutory term."""
    return list(_judged(check_terms, subject(*nodes, **more)))


def _judged(check: Callable[[Subject, Paths], Iterable[Finding]], examined: Subject) -> Iterable[Finding]:
    assert examined.version is not None
    return check(examined, follow(examined.version))


__all__ = ["data", "decide", "end", "field", "pause", "radio", "resume", "subject", "terms", "unused"]
