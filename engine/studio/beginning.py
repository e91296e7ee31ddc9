"""Template of a new service: an application, its receipt, and an end.

It fits the schemas, so that everything else can be said on the pages of the studio. What holds of every
proceeding (term, law, complaint) is that of the General Administrative Code until somebody says otherwise.
Refuses to know SQL.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final

import engine.texts
from engine.errors import Rejected
from engine.operations.letters import RECEIPT
from engine.studio.blank import letter
from engine.studio.form_file import FormFile
from engine.studio.judging import BPMN
from engine.texts import LANGUAGES, OFFICIAL, Texts

ARTICLES: Final = "78, 100"  # of the General Administrative Code: what is filed, and by when it is decided
ADDRESS: Final = "https://matsne.gov.ge/ka/document/view/16270"
_DIAGRAM: Final = """<?xml version='1.0' encoding='UTF-8'?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" \
id="{file}" targetNamespace="urn:mms:{module}" modeler:executionPlatform="Camunda Cloud" \
modeler:executionPlatformVersion="8.6.0">
  <bpmn:process id="{code}" name="{name}" isExecutable="true">
    <bpmn:startEvent id="application" name="{application}">
      <bpmn:extensionElements>
        <zeebe:formDefinition formId="application"/>
        <zeebe:properties>
          <zeebe:property name="mms:law" value="№2181, მუხ. 78"/>
        </zeebe:properties>
      </bpmn:extensionElements>
      <bpmn:outgoing>application_to_end</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:endEvent id="end" name="{end}">
      <bpmn:incoming>application_to_end</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="application_to_end" sourceRef="application" targetRef="end"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="{code}">
      <bpmndi:BPMNShape id="di_application" bpmnElement="application">
        <dc:Bounds x="156" y="156" width="28" height="28"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="di_end" bpmnElement="end">
        <dc:Bounds x="256" y="156" width="28" height="28"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="di_application_to_end" bpmnElement="application_to_end">
        <di:waypoint x="184" y="170"/>
        <di:waypoint x="256" y="170"/>
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


@cache
def _texts_of_ours() -> Texts:
    return Texts.load(Path(engine.texts.__file__).parent)


def _word(key: str, language: str = OFFICIAL) -> str:
    return _texts_of_ours().get(language, f"new_service.{key}")


class NamesMissing(Rejected):
    """A service has a name in every language."""

    code = "service_draft.names_missing"


def modules(bpmn: Path = BPMN) -> dict[str, Mapping[str, str]]:
    """Return the modules that a service can be in, with their names."""
    files = sorted(bpmn.glob("*/module.json"))
    return {file.parent.name: json.loads(file.read_bytes())["names"] for file in files}


def service(code: str, names: Mapping[str, str], on: date) -> dict[str, bytes]:
    """Return the files of a new service, or raise `NamesMissing`."""
    if not all(names.get(language, "").strip() for language in LANGUAGES):
        raise NamesMissing
    names = {language: names[language].strip() for language in LANGUAGES}
    files = {
        "service.json": _json(_settings(code, names, on)),
        "process.bpmn": nothing_drawn(code, names[OFFICIAL]),
        "forms/application.form": FormFile.new("application", _word("application")).content(),
        "README.md": f"# {code}: {names[OFFICIAL]}\n".encode(),
    }
    for language in LANGUAGES:
        files[f"texts/{language}.json"] = _json(_texts(language))
        path, content = letter(RECEIPT, _word("receipt", language), language)
        files[path] = content
    return files


def nothing_drawn(code: str, name: str) -> bytes:
    """Return a diagram in which an application leads to its end."""
    said = {"code": code, "file": code.replace(".", "_"), "module": code.split(".")[0], "name": escape(name)}
    return _DIAGRAM.format(**said, application=_word("application"), end=_word("end")).encode()


def _settings(code: str, names: Mapping[str, str], on: date) -> dict[str, Any]:
    initials = "".join(word[0] for word in code.split(".")[1].split("_") if word).upper()
    acts = {language: _word("act", language) for language in LANGUAGES}
    return {
        "code": code,
        "names": names,
        "summary": names,
        "who_may_ask": ["natural_person", "legal_person"],
        "channels": ["portal", "centre", "desk"],
        "fee_tetri": 0,
        "clock": {"term": "gac.decision", "on_expiry": "escalate"},
        "number": {
            "case": f"{{municipality}}-{initials}-{{year}}-{{n:06}}",
            "order": "{municipality}-O-{year}-{n:05}",
        },
        "law": [{"act": acts, "article": ARTICLES, "confidence": "high", "address": ADDRESS}],
        "effective_from": on.isoformat(),
        "start_page": {language: {"needed": []} for language in LANGUAGES},
        "register": None,
        "appeal": {"body": "mayor", "term": "gac.complaint.file", "service": "general.complaint"},
        "_review": "unchecked",
    }


def _texts(language: str) -> dict[str, Any]:
    application = _word("application", language)
    return {
        "_review": "unchecked",
        "elements": {"application": application, "end": _word("end", language)},
        "letters": {RECEIPT: _word("receipt", language)},
        "forms": {"application": {"application_application_group": {"label": application}}},
    }


def _json(said: Any) -> bytes:
    return f"{json.dumps(said, ensure_ascii=False, indent=2)}\n".encode()
