"""The page on which a diagram is drawn. The drawing itself is the browser's; what is kept is the engine's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.catalogue.lanes import lane_name
from engine.errors import Rejected, Unavailable
from engine.formats import TERM
from engine.process import step_law
from engine.roles import Right
from engine.studio import conditions, tidying
from engine.studio.choices import Called, Choices, choices
from engine.studio.element_names import DIAGRAM
from engine.studio.judging import BPMN
from engine.studio.queries import service_drafts
from engine.studio.settings_file import term_lengths
from engine.studio.shared_blocks import blocks
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import LANGUAGES, TEXTS, current_language, name_of, t
from web.studio.diagram_content import with_names
from web.studio.editor import refused_to_script, told
from web.without_api import Reason, without_api
from web.words import error_words, operation_word, reason_word, role_word, value_word

# Keys of the drawing, as they are told; each does what `canvas.keys.do.` says of it.
KEYS: Final = (
    (("Ctrl+F",), "find"),
    (("Ctrl+Z",), "undo"),
    (("Ctrl+Y", "Ctrl+Shift+Z"), "redo"),
    (("A",), "append"),
    (("Delete", "Backspace"), "remove"),
    (("arrows",), "move"),
    (("Ctrl+arrows",), "scroll"),
    (("Ctrl++", "Ctrl+−"), "zoom"),
    (("Ctrl+0",), "actual"),
    (("F",), "fit"),
    (("M",), "map"),
    (("E",), "name"),
    (("R",), "kind"),
    (("C",), "connect"),
    (("Ctrl+A",), "select"),
    (("H",), "hand"),
    (("L",), "lasso"),
    (("S",), "space"),
    (("?",), "keys"),
)


@blueprint.get("/drafts/<uuid:draft_id>/diagram")
@access.right(Right.DRAW_SERVICES)
def diagram(draft_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        service_drafts.file(tx, draft_id, DIAGRAM)
        contents = service_drafts.contents(tx, draft_id)
    columns = TEXTS.under(current_language(), "studio.column")
    drawing = TEXTS.under(current_language(), "drawing.script")
    comments = TEXTS.under(current_language(), "comments.script")
    canvas = TEXTS.under(current_language(), "canvas.script")
    words = {**drawing, **comments, **canvas, **{f"column.{key}": text for key, text in columns.items()}}
    options = {
        **_options(choices(draft.code, contents)),
        "questions": _questions(contents),
        "new_form": url_for("studio.draft", draft_id=draft_id, _anchor="form-name"),
    }
    said = told(
        DIAGRAM,
        words=words,
        choices=options,
        named_in=LANGUAGES,
        law=step_law.words_in_short(current_language()),
        terms=_terms(current_language()),
        service=draft.names,
    )
    return render_template("studio/diagram.html", draft=draft, told=said, canvas_keys=KEYS)


@blueprint.post("/drafts/<uuid:draft_id>/diagram/tidy")
@access.right(Right.DRAW_SERVICES)
@without_api(Reason.FORM)
def tidy(draft_id: UUID) -> ResponseReturnValue:
    """Return the kept diagram laid out anew, for the script of its editor; what is kept stays as it is."""
    with engine().read(current_actor()) as tx:
        service_drafts.draft(tx, draft_id)
        service_drafts.file(tx, draft_id, DIAGRAM)
        contents = service_drafts.contents(tx, draft_id)
    try:
        content = tidying.tidied(contents)
    except Unavailable as busy:
        return jsonify(message=error_words(busy) or words_of(busy).body), 503
    except Rejected as refused:
        return refused_to_script(refused)
    return jsonify(content=with_names(contents, content))


def _terms(language: str) -> dict[str, Any]:
    """Return how long the terms of law are, for the notes at steps and clocks."""
    return {
        "word": TERM[language],
        "lengths": {name: words[language] for name, words in term_lengths(BPMN).items()},
    }


def _options(found: Choices) -> dict[str, list[dict[str, Any]]]:
    """Return what can be chosen, each with its value in the diagram and its words in the page's language."""
    terms = [{"value": f'=term("{one}")', "label": name_of(names)} for one, names in found.terms.items()]
    clocks = {"case": {}, **found.clocks}
    ends = [{"value": f'=clock("{one}")', "label": _end_of(name_of(names))} for one, names in clocks.items()]
    operations = [_operation(operation) for operation in found.operations]
    return {
        "roles": [{"value": role, "label": role_word(role)} for role in found.roles],
        "forms": [{"value": form, "label": form} for form in found.forms],
        "decisions": [{"value": decision, "label": decision} for decision in found.decisions],
        "templates": [{"value": template, "label": template} for template in found.templates],
        "operations": sorted(operations, key=lambda operation: str(operation["label"])),
        "blocks": [_block(block) for block in found.blocks],
        "deadlines": terms,
        "times": [*terms, *ends],
        "messages": [
            {"name": one, "key": key, "label": t(f"drawing.message.{one}")}
            for one, key in found.messages.items()
        ],
        "lanes": [_lane(role) for role in found.lanes],
    }


def _lane(role: str) -> dict[str, Any]:
    """Return whose a lane may be, and what it is then called in each language."""
    names = {language: lane_name(role, language) for language in LANGUAGES}
    return {"value": role, "label": names[current_language()], "names": names}


def _questions(contents: Mapping[str, bytes]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return what conditions can ask, by what brings it."""
    here, outcome = current_language(), t("drawing.outcome")
    found = {
        "forms": conditions.of_forms(contents, here),
        "tables": conditions.of_tables(contents),
        "blocks": conditions.of_blocks(blocks(), here, outcome),
        "operations": conditions.of_operations(outcome),
    }
    return {
        kind: {name: [_question(question) for question in questions] for name, questions in by_name.items()}
        for kind, by_name in found.items()
    }


def _question(one: conditions.Question) -> dict[str, Any]:
    tests = [
        {"feel": test.feel, "asks": test.asks, "value": reason_word(test.value)}
        if test.asks == conditions.OUTCOME
        else asdict(test)
        for test in one.tests
    ]
    return {"path": one.path, "label": one.label, "tests": tests}


def _end_of(clock: str) -> str:
    return t("drawing.end_of_clock", clock=clock) if clock else t("drawing.end_of_case_clock")


def _operation(one: Called) -> dict[str, Any]:
    return {
        "value": one.code,
        "label": f"{operation_word(one.code)} ({one.code})",
        "required": list(one.required),
        "inputs": [
            {
                "name": each.name,
                "label": value_word(each.name),
                "choices": [
                    {"value": f'="{value}"', "label": _value(each.name, value)} for value in each.one_of
                ],
            }
            for each in one.inputs
        ],
        "outputs": [
            {"name": output.name, "label": value_word(output.name.removeprefix("result."))}
            for output in one.outputs
        ],
        "is_job": one.is_job,
        "error": one.error,
    }


def _value(name: str, value: str) -> str:
    return f"{reason_word(value)} ({value})" if name == "outcome" else value


def _block(one: Called) -> dict[str, Any]:
    return {
        "value": one.code,
        "label": name_of(one.names) or one.code,
        "address": url_for("studio.block", name=one.code.partition(".")[2]),
        "summary": name_of(one.summary),
        "required": list(one.required),
        "inputs": [{"name": each.name, "label": name_of(each.names)} for each in one.inputs],
        "outputs": [{"name": output.name, "label": name_of(output.names)} for output in one.outputs],
    }
