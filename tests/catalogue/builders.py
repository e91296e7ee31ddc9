"""Builds small catalogues on disk; every part has a default that is valid."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

BPMN = Path(__file__).parents[2] / "bpmn"
NAMES = {"ka": "დემო", "en": "Demo"}
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"


def a_diagram(process_id: str, calls: tuple[str, ...] = ()) -> bytes:
    called = "".join(
        f'<callActivity id="call_{index}"><extensionElements><z:calledElement processId="{name}"/>'
        "</extensionElements></callActivity>"
        for index, name in enumerate(calls)
    )
    return (
        f'<definitions xmlns="{MODEL}" xmlns:z="{ZEEBE}" id="d">'
        f'<process id="{process_id}">{called}</process></definitions>'
    ).encode()


def settings(**changes: Any) -> dict[str, Any]:
    return {
        "code": "roads.repair",
        "names": NAMES,
        "summary": NAMES,
        "who_may_ask": ["natural_person"],
        "channels": ["portal"],
        "fee_tetri": 0,
        "clock": {"term": "gac.decision", "on_expiry": "refusal_by_silence"},
        "number": {"case": "{municipality}-RR-{year}-{n:06}", "order": None},
        "law": [{"act": NAMES, "article": None, "confidence": "demo"}],
        "effective_from": "2026-01-01",
        "start_page": {"ka": {"needed": ["დემო"]}, "en": {"needed": ["demo"]}},
        "register": None,
        **changes,
    }


def module_settings(**changes: Any) -> dict[str, Any]:
    return {"code": "roads", "names": NAMES, "registers": [], "roles": [], "settings": [], **changes}


def a_register(**changes: Any) -> dict[str, Any]:
    return {
        "code": "holes",
        "names": NAMES,
        "key": {"kind": "number", "names": NAMES},
        "fields": [{"name": "depth", "names": NAMES, "type": "integer", "required": True, "public": True}],
        "validity": "single",
        "national": "none",
        "law": [],
        **changes,
    }


def write(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def a_catalogue(root: Path) -> Path:
    """Write a catalogue with one module and one service; return its `bpmn` folder."""
    bpmn = root / "bpmn"
    shutil.copytree(BPMN / "schemas", bpmn / "schemas")
    service = bpmn / "roads" / "repair"
    write(bpmn / "roads" / "module.json", module_settings())
    write(service / "service.json", settings())
    write(service / "process.bpmn", a_diagram("roads.repair"))
    write(service / "forms" / "application.form", {"id": "application", "components": []})
    write(service / "documents" / "order.ka.html", b"<html/>")
    write(service / "texts" / "ka.json", {"_review": "unchecked", "elements": {"visit": "ვიზიტი"}})
    write(service / "texts" / "en.json", {"_review": "unchecked", "elements": {"visit": "Visit"}})
    return bpmn


def a_block(bpmn: Path, name: str, *, calls: tuple[str, ...] = ()) -> Path:
    """Write a block with one file of each kind; return its folder."""
    block = bpmn / "shared" / name
    write(block / "process.bpmn", a_diagram(f"shared.{name}", calls))
    write(block / "README.md", b"what it is for")
    write(block / "rules.dmn", b"<definitions/>")
    write(block / "forms" / "answer.form", {"id": "answer", "components": []})
    write(block / "documents" / "asked.ka.html", b"<html/>")
    for language in ("ka", "en"):
        write(block / "texts" / f"{language}.json", {"elements": {f"{name}_answer": name}})
    return block
