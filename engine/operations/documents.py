"""Rendering acts as PDF, from the templates of the case's own version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.db.pool import as_json
from engine.documents.pdf import render_pdf
from engine.errors import Broken
from engine.operations.operation import Operation
from engine.operations.outside import Outside
from engine.stores import papers
from engine.texts import LANGUAGES, OFFICIAL

if TYPE_CHECKING:
    from engine.steps import OpenCase


class Incomplete(Broken):
    """An act with a gap in its text must not leave the house."""

    code = "document.incomplete"


def render(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Render the template over the case as it is now and keep the file."""
    name, is_draft = str(inputs["template"]), bool(inputs.get("draft"))
    with outside.world() as world:
        source = world.published.template(name, OFFICIAL, outside.element)
        page = world.fill(name, source, {"draft": is_draft}, element=outside.element)
        names = {
            language: world.fill(
                name,
                world.published.template(name, language, outside.element),
                {"draft": is_draft},
                element=outside.element,
            ).title
            for language in LANGUAGES
            if language != OFFICIAL and world.published.has_template(name, language, outside.element)
        }
    if page.missing and not is_draft:
        gap = page.missing[0]
        raise Incomplete(expression=gap.expression, line=gap.line)
    title = str(inputs.get("title") or page.title)
    pdf = render_pdf(page.html, title=title, language=OFFICIAL, draft=is_draft)
    digest = outside.connections.files.put(pdf.content)
    return {
        "document": digest,
        "title": title,
        "titles": {OFFICIAL: title, **names},
        "pages": pdf.pages,
        "size": len(pdf.content),
        "draft": is_draft,
    }


def record(case: OpenCase, job: Any, result: Mapping[str, Any]) -> dict[str, Any]:
    """Add the document to the case."""
    papers.add_document(
        case.tx,
        id=case.id_of("document", job.token),
        digest=bytes.fromhex(result["document"]),
        municipality_id=case.row.municipality_id,
        case_id=case.row.id,
        owner_id=None,
        kind="draft" if result["draft"] else "order",
        name=f"{case.row.order_number or case.row.number}.pdf",
        title=result["title"],
        titles=as_json(result["titles"]),
        type="application/pdf",
        size=result["size"],
    )
    case.record(
        "document.rendered", title=result["title"], document=result["document"], is_draft=result["draft"]
    )
    return {}


RENDER = Operation(
    "document.render",
    inputs=("template", "title", "draft"),
    outputs=("document", "title", "pages"),
    required=("template",),
    perform=render,
    record=record,
    templates_in=(OFFICIAL,),
)
