"""Letters and documents of a draft, filled as they would be, with the data of one of its scenarios.

What no scenario says is a sample. Refuses to know SQL, pages and cases.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from engine import canonical
from engine.catalogue.blocks import folder_of
from engine.catalogue.document_parts import FOLDER, whole
from engine.catalogue.folder_rules import below
from engine.catalogue.option_labels import FormAt, Words
from engine.catalogue.shelf import form_labels, read_texts
from engine.documents.filled import Rendered
from engine.documents.template import compile_template
from engine.process.source import read_source
from engine.scope import FUNCTIONS, RESERVED
from engine.texts import LANGUAGES, OFFICIAL, TextError, Texts, in_each_language
from forms import Form, FormError, load_form, localise

MODEL: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
FORM: Final = "{http://camunda.org/schema/zeebe/1.0}formDefinition"
OF_CASE: Final = (
    "case.number",
    "case.filed_on",
    "case.due_on",
    "case.decided_on",
    "case.order_number",
    *(f"applicant.name.{language}" for language in LANGUAGES),
    "applicant.personal_number",
    *(f"municipality.name_{language}" for language in LANGUAGES),
)
_SAMPLE: Final = dict.fromkeys(LANGUAGES, "დემო მოქალაქე / Demo Citizen")
_PLACE: Final = dict.fromkeys(LANGUAGES, "დემო მუნიციპალიტეტი / Demo municipality")


def names_for(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the names of data that a template of these files may name: of the case, and of every answer."""
    return (*OF_CASE, *dict.fromkeys(_answers(files)))


def parts_for(files: Mapping[str, bytes], bpmn: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the parts that a letter of these files may ask for: own ones, and shared ones."""
    shared = (path.name.split(".")[0] for path in sorted((bpmn / FOLDER).glob(f"*.{OFFICIAL}.html")))
    return tuple(sorted(below(files, "documents/parts/", f".{OFFICIAL}.html"))), tuple(shared)


def scenarios_of(files: Mapping[str, bytes]) -> dict[str, Mapping[str, Any]]:
    """Return the scenarios whose file is whole, by name."""
    found = {}
    for name, content in below(files, "scenarios/", ".json").items():
        try:
            said = canonical.loads(content)
        except ValueError:
            continue  # validation says what is wrong with it
        if isinstance(said, Mapping) and isinstance(said.get("steps"), list):
            found[name] = said
    return found


def fill(
    code: str, closure: Mapping[str, bytes], name: str, language: str, data: Mapping[str, Any]
) -> Rendered:
    """Return the template filled; raises an `EngineError` where it can't be read or filled."""
    path = f"{folder_of(code)}/documents/{name}.{language}.html"
    template = compile_template(whole(closure, path), functions=FUNCTIONS)
    now = datetime.fromisoformat(data["case"]["filed_at"])
    prefix = f"{folder_of(code)}/"
    own = {path.removeprefix(prefix): content for path, content in closure.items() if path.startswith(prefix)}
    return template.render(
        data, now, lambda one, into: Words(_forms(own, into)).of(one.compiled.tree, one.around)
    )


def data_of(scenario: Mapping[str, Any] | None, settings: Mapping[str, Any], start: str) -> dict[str, Any]:
    """Return what a template sees after the steps of a scenario; of several answers to a step the last."""
    said = scenario or {"starts_at": "2026-03-02T10:00:00+04:00", "application": {}, "steps": []}
    answers: dict[str, Any] = {}
    for step in said["steps"]:
        if "task" in step:
            answers[step["task"]] = step.get("answers", {})
        elif "job" in step and "result" in step:
            answers[step["job"]] = step["result"]
    return {**answers, start: said.get("application", {}), **_samples(said, settings)}


def _samples(said: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what no answer says: the case, its applicant, its municipality."""
    day, place = str(said["starts_at"])[:10], str(said.get("municipality", "keda"))
    return {
        "case": {
            **dict.fromkeys(("due_on", "decided_on", "filed_on"), day),
            "number": f"{place.upper()}-2026-000001",
            "order_number": f"{place.upper()}-O-2026-00001",
            "service": settings.get("code"),
            "service_name": settings.get("names", {}),
            "filed_at": said["starts_at"],
            "language": said.get("language", OFFICIAL),
            "channel": said.get("channel", "portal"),
            "status": "in_review",
            "reason": "ok",
            "representative": None,
            "about": {
                "number": f"{place.upper()}-2026-000000",
                "order_number": f"{place.upper()}-O-2026-00000",
                "decided_on": day,
                "service_name": _SAMPLE,
            },
        },
        "applicant": {
            "personal_number": said.get("applicant", "00000000101"),
            **dict.fromkeys(("given_name", "family_name"), "დემო"),
            "name": _SAMPLE,
            "email": "demo@example.org",
            "phone": "+995555000101",
        },
        "municipality": {
            "code": place,
            **in_each_language("name", _PLACE),
            **in_each_language("official", _PLACE),
        },
    }


def start_of(files: Mapping[str, bytes]) -> str:
    """Return the name under which the application lies: the id of the start."""
    return next((element for element, _, kind in _steps(files) if kind == "startEvent"), "application")


def _answers(files: Mapping[str, bytes]) -> Iterator[str]:
    for element, form_id, _ in _steps(files):
        try:
            form = load_form(files[f"forms/{form_id}.form"])
        except (KeyError, FormError):
            continue  # validation says what is wrong with it
        yield from (
            f"{element}.{field.path}" for field in form.walk() if field.key and element not in RESERVED
        )


def _steps(files: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Yield the elements of the diagram that have a form: id, form, kind."""
    root = read_source(files["process.bpmn"])
    for kind in ("startEvent", "userTask"):
        for element in root.iter(f"{MODEL}{kind}"):
            definition = element.find(f"{MODEL}extensionElements/{FORM}")
            if definition is not None:
                yield element.get("id", ""), definition.get("formId", ""), kind


def _forms(files: Mapping[str, bytes], language: str) -> FormAt:
    """Return what finds the form of a step, with its words; one that can't be read has none yet."""
    forms = {element: form_id for element, form_id, _ in _steps(files)} if "process.bpmn" in files else {}

    def form_at(element: str) -> tuple[str, Form] | None:
        try:
            form_id = forms[element]
            words = form_labels(_texts(files), language, form_id)
            return form_id, localise(load_form(files[f"forms/{form_id}.form"]), words, language=language)
        except (KeyError, FormError, TextError):
            return None

    return form_at


def _texts(files: Mapping[str, bytes]) -> Texts:
    return read_texts({f"own/{path}": content for path, content in files.items()}, "own")


def settings_of(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    found = json.loads(files["service.json"])
    return found if isinstance(found, dict) else {}
