"""One component of a form: its words in every language, its rules, when it is shown, what can be chosen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.studio import form_properties as properties
from engine.studio.form_file import Component, Row
from engine.studio.form_properties import Simple
from engine.texts import OFFICIAL
from web import access, flashes
from web.blueprints import studio as blueprint
from web.errors import words_of
from web.i18n import format_instant, t
from web.studio.editor import is_script, refused_to_script
from web.studio.forms import OTHERS, Opened, opened

FREE_ROWS = 3  # for answers that are added
HELPED = frozenset(
    {"textfield", "textarea", "number", "datetime", "radio", "select", "checklist", "checkbox", "filepicker"}
    | {"group", "dynamiclist"}
)


@blueprint.get("/drafts/<uuid:draft_id>/forms/<name>/components/<component>")
@access.right(Right.DRAW_SERVICES)
def component(draft_id: UUID, name: str, component: str) -> ResponseReturnValue:
    return _page(opened(draft_id, name), component)


@blueprint.post("/drafts/<uuid:draft_id>/forms/<name>/components/<component>")
@access.right(Right.DRAW_SERVICES)
def save_component(draft_id: UUID, name: str, component: str) -> ResponseReturnValue:
    """Keep what was said of a component: by a script as it is typed, or by a press of the button."""
    found = opened(draft_id, name)
    row = found.form.find(component)
    try:
        _say(found, row)
        seen, at = found.save(request.form.get("seen", ""))
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        if is_script():
            return refused_to_script(refused, seen=opened(draft_id, name).seen)
        return _page(opened(draft_id, name), component, refused)
    if is_script():
        return jsonify(revision=seen, at=format_instant(at))
    flashes.done(t("designing.kept"))
    return redirect(url_for("studio.component", draft_id=draft_id, name=name, component=component), 303)


def _say(found: Opened, row: Row) -> None:
    """Change the component as the fields of the page say."""
    said, one = request.form, row.component
    for field in properties.properties_of(one):
        properties.say(one, field, said.get(f"p_{field.name}", ""))
    one[properties.label_name(one)] = said.get(f"label_{OFFICIAL}", "").strip()
    if row.type in HELPED:
        properties.say(one, properties.HELP, said.get(f"help_{OFFICIAL}", ""))
    key = row.key and said.get("key", "").strip()
    if key and key != row.key:
        found.form.check_key(key, besides=row.id)
        one["path" if "path" in one else "key"] = key
    _say_condition(found, one)
    if properties.has_options(one):
        values = [value.strip() for value in said.getlist("option")]
        labels = [label.strip() for label in said.getlist(f"option_{OFFICIAL}")]
        properties.set_options(one, list(zip(values, labels, strict=False)))
    for language in OTHERS:
        words: dict[str, Any] = {
            "text" if row.type == "text" else "label": said.get(f"label_{language}", "").strip(),
            "description": said.get(f"help_{language}", "").strip(),
        }
        if properties.has_options(one):
            labels = said.getlist(f"option_{language}")
            pairs = zip(said.getlist("option"), labels, strict=False)
            words["options"] = {
                value.strip(): label.strip() for value, label in pairs if value and label.strip()
            }
        found.words[language].say(key or row.id, words, before=row.key)


def _say_condition(found: Opened, one: Component) -> None:
    said = request.form
    simple = None
    if asked := said.get("when_key"):
        simple = Simple(asked, said.get("when_comparison", "is"), said.get("when_value", "").strip())
    of = next((row for row in found.form.rows() if row.key == asked), None)
    properties.set_condition(one, said.get("hidden", ""), simple, of)


def _page(found: Opened, component_id: str, refused: Rejected | None = None) -> ResponseReturnValue:
    row = found.form.find(component_id)
    one = row.component
    simple = properties.simple_condition(one)
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/component.html",
        draft=found.draft,
        name=found.name,
        row=row,
        languages=(OFFICIAL, *OTHERS),
        labels=_labels(found, row),
        has_help=row.type in HELPED,
        fields=[(field, properties.value_of(one, field)) for field in properties.properties_of(one)],
        questions=[other for other in found.form.rows() if other.key and other.id != row.id],
        simple=simple,
        hidden="" if simple else properties.hidden_when(one),
        options=_options(found, row) if properties.has_options(one) else None,
        seen=found.seen,
        told=found.told(),
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status


def _labels(found: Opened, row: Row) -> dict[str, dict[str, str]]:
    """Return label and help by language."""
    one = row.component
    labels: dict[str, dict[str, str]] = {
        OFFICIAL: {"label": row.label, "help": str(one.get("description") or "")}
    }
    for language in OTHERS:
        words = found.words[language].of(row.key, row.id)
        label = words.get("text" if row.type == "text" else "label") or words.get("label") or ""
        labels[language] = {"label": str(label), "help": str(words.get("description") or "")}
    return labels


def _options(found: Opened, row: Row) -> list[dict[str, str]]:
    """Return the answers to choose from with their words by language, and free lines for more."""
    words = {language: found.words[language].of(row.key, row.id).get("options") or {} for language in OTHERS}
    known = [
        {"value": str(option.get("value", "")), OFFICIAL: str(option.get("label", ""))}
        | {language: str(words[language].get(option.get("value"), "")) for language in OTHERS}
        for option in properties.options_of(row.component)
    ]
    return known + [dict.fromkeys(("value", OFFICIAL, *OTHERS), "") for _ in range(FREE_ROWS)]
