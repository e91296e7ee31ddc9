"""The page on which a diagram is drawn. The drawing itself is the browser's; what is kept is the engine's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from engine.queries import service_drafts
from engine.roles import Right
from engine.studio.choices import Called, Choices, choices
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.i18n import TEXTS, current_language, name_of
from web.studio.editor import told
from web.words import role_word

DIAGRAM = "process.bpmn"


@blueprint.get("/drafts/<uuid:draft_id>/diagram")
@access.right(Right.DRAW_SERVICES)
def diagram(draft_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        service_drafts.file(tx, draft_id, DIAGRAM)
        contents = service_drafts.contents(tx, draft_id)
    columns = TEXTS.under(current_language(), "studio.column")
    words = {f"column.{key}": text for key, text in columns.items()}
    said = told(DIAGRAM, words=words, choices=_options(choices(contents)))
    return render_template("studio/diagram.html", draft=draft, told=said)


def _options(found: Choices) -> dict[str, list[dict[str, Any]]]:
    """Return what can be chosen, each with its value in the diagram and its words in the page's language."""
    return {
        "roles": [{"value": one, "label": role_word(one)} for one in found.roles],
        "forms": [{"value": one, "label": one} for one in found.forms],
        "decisions": [{"value": one, "label": one} for one in found.decisions],
        "operations": [_called(one) for one in found.operations],
        "blocks": [{**_called(one), "address": _address(one)} for one in found.blocks],
    }


def _address(one: Called) -> str:
    return url_for("studio.block", name=one.code.partition(".")[2])


def _called(one: Called) -> dict[str, Any]:
    return {
        "value": one.code,
        "label": name_of(one.names) or one.code,
        "summary": name_of(one.summary),
        "required": list(one.required),
        "inputs": [{"name": each.name, "label": name_of(each.names)} for each in one.inputs],
        "outputs": [{"name": each.name, "label": name_of(each.names)} for each in one.outputs],
    }
